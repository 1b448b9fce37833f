package org.letterlock.admin.api;

/**
 * How far the index is.
 *
 * @param position position in the log that it has come to
 * @param end position behind the last durable record
 */
public record IndexProgress(String position, String end) {}
