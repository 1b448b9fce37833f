/**
 * The gateway seen from inside: tests run as a bundle in the distribution's own Karaf.
 */
@NullMarked
package org.letterlock.itests.karaf;

import org.jspecify.annotations.NullMarked;
