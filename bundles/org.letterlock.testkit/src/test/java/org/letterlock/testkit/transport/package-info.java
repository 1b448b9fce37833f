@NullMarked
package org.letterlock.testkit.transport;

import org.jspecify.annotations.NullMarked;
