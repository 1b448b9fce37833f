@NullMarked
package org.letterlock.testkit.dialogue;

import org.jspecify.annotations.NullMarked;
