/**
 * The arrows that must not exist, as tests that fail the build.
 */
@NullMarked
package org.letterlock.itests.architecture;

import org.jspecify.annotations.NullMarked;
