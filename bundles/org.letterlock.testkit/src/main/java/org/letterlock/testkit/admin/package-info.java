/**
 * An administration made of parts.
 */
@NullMarked
package org.letterlock.testkit.admin;

import org.jspecify.annotations.NullMarked;
