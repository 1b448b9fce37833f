@NullMarked
package org.letterlock.testkit.storage;

import org.jspecify.annotations.NullMarked;
