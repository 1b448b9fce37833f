/**
 * Folders that an administrator has made at a place of his choice. A plain module, embedded privately in the bundles that
 * use it: the backup of the store and the export of a mailbox make such folders alike, and neither bundle may use the
 * other. As a part of the store's API it would oblige every store to write to this machine's disk, also one that keeps
 * nothing there.
 */
@NullMarked
package org.letterlock.newfolder;

import org.jspecify.annotations.NullMarked;
