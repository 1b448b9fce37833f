/**
 * Tests of the operator's command.
 */
@NullMarked
package org.letterlock.cli;

import org.jspecify.annotations.NullMarked;
