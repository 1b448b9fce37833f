package org.letterlock.pop3.server.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session did, for its one line in the log. */
final class SessionReport {

    /** How a session ended. */
    enum End {
        QUIT,
        LOST,
        IDLE,
        REPLACED,
        SHUTDOWN,
        LOGIN_FAILURES,
        PROTOCOL_ERROR,
        BROKEN_MAIL
    }

    private static final Logger LOG = LoggerFactory.getLogger(SessionReport.class);

    private final InetSocketAddress peer;
    private final long begin = System.nanoTime();
    private @Nullable MailboxId mailbox;
    private @Nullable End end;
    private int failedLogins;
    private int retrieved;
    private int deleted;
    private long octets;

    SessionReport(InetSocketAddress peer) {
        this.peer = peer;
    }

    void loggedIn(MailboxId id) {
        mailbox = id;
    }

    void loginFailed() {
        failedLogins++;
    }

    void sent(Retrieval retrieval) {
        octets += retrieval.sentOctets();
        if (retrieval.isWhole()) {
            retrieved++;
        }
    }

    void deleted(int mails) {
        deleted += mails;
    }

    /** The first reason counts. */
    void ended(End how) {
        end = end == null ? how : end;
    }

    /** Tells of it, if it was a pick-up. */
    void publish(SessionEvents events) {
        if (mailbox != null) {
            events.finished(mailbox, retrieved, deleted, octets, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    void log() {
        LOG.info(
                "pop3 session mailbox={} peer={}:{} retrieved={} deleted={} octets={} failedLogins={} ms={} end={}",
                mailbox == null ? "-" : mailbox,
                peer.getAddress().getHostAddress(),
                peer.getPort(),
                retrieved,
                deleted,
                octets,
                failedLogins,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin),
                (end == null ? End.LOST : end).name().toLowerCase(Locale.ROOT));
    }
}
