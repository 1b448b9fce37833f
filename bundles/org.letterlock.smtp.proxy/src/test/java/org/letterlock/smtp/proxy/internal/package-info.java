@NullMarked
package org.letterlock.smtp.proxy.internal;

import org.jspecify.annotations.NullMarked;
