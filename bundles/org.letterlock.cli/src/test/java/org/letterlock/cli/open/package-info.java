/** Tests of opening mails without a gateway. */
@NullMarked
package org.letterlock.cli.open;

import org.jspecify.annotations.NullMarked;
