@NullMarked
package org.letterlock.smtp.server.internal;

import org.jspecify.annotations.NullMarked;
