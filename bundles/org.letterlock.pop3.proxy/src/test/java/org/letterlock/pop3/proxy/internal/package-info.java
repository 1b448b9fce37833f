@NullMarked
package org.letterlock.pop3.proxy.internal;

import org.jspecify.annotations.NullMarked;
