/** Tests of the settings reader. */
@NullMarked
package org.letterlock.settings;

import org.jspecify.annotations.NullMarked;
