/**
 * An in-memory message store, and the contract suites that every message store and every index must pass.
 */
@NullMarked
package org.letterlock.testkit.storage;

import org.jspecify.annotations.NullMarked;
