/**
 * {@code letterlock-open}: opens exported mails by their bytes, the locked key and its password. Needs no gateway.
 */
@NullMarked
package org.letterlock.cli.open;

import org.jspecify.annotations.NullMarked;
