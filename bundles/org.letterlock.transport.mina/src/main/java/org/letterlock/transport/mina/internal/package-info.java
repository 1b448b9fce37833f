/** The transport on Apache MINA: ports, connections, TLS and limits. The only importer of MINA. */
@NullMarked
package org.letterlock.transport.mina.internal;

import org.jspecify.annotations.NullMarked;
