/** The gateway's TLS certificate: a private authority of its own, or files an administrator provides. */
@NullMarked
package org.letterlock.certificates.internal;

import org.jspecify.annotations.NullMarked;
