package org.letterlock.admin.api;

/**
 * A backup of the data folder.
 *
 * @param directory the folder
 * @param files how many files it has
 * @param octets what they come to
 * @param missing files that the store should have had and did not: it is damaged, and so is the backup
 * @param end position in the log; everything before it is in the backup
 */
public record BackupReport(String directory, long files, long octets, long missing, String end) {}
