package org.letterlock.audit.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers. What the log's configuration has for {@code org.letterlock.audit}, and so for our own package, goes to the
 * file of acts alone: what an operator must see has another name.
 */
final class Logs {

    static final Logger ACTS = LoggerFactory.getLogger("org.letterlock.audit");
    static final Logger OWN = LoggerFactory.getLogger("org.letterlock.AuditTrail");

    /** Where the ledgers' heads go too: who sends those elsewhere sends ours. */
    static final Logger HEADS = LoggerFactory.getLogger("org.letterlock.ledger");

    private Logs() {}
}
