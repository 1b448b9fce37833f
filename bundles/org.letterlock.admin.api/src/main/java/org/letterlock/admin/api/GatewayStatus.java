package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway is doing.
 *
 * @param version the gateway's version
 * @param started when this process started
 * @param ready whether every listener accepts, new connections are served and mails can be stored
 * @param drained whether new connections are turned away until {@link GatewayAdmin#resume()}
 * @param problems what an administrator should act on, a line each; none if all is well
 * @param listeners the listeners, by name
 * @param store the store, null while it is not there
 * @param certificate the certificate of the mail ports, null while there is none
 * @param mailboxes how many mailboxes there are, -1 while they are not loaded
 * @param refusals recipients that were refused since the mailboxes were loaded, the last ones first, at most 100
 * @param components the gateway's components that do not run, with the root cause
 * @param settings the effective settings, by PID and key
 */
public record GatewayStatus(
        String version,
        Instant started,
        boolean ready,
        boolean drained,
        List<String> problems,
        List<Listener> listeners,
        @Nullable Store store,
        @Nullable Certificate certificate,
        int mailboxes,
        List<Refusal> refusals,
        List<Component> components,
        List<Setting> settings) {

    /** Copies the lists. */
    public GatewayStatus {
        problems = List.copyOf(problems);
        listeners = List.copyOf(listeners);
        refusals = List.copyOf(refusals);
        components = List.copyOf(components);
        settings = List.copyOf(settings);
    }

    /**
     * A listener.
     *
     * @param name its name
     * @param protocol {@code smtp} or {@code pop3}
     * @param address the address it binds
     * @param port its port
     * @param tls {@code none}, {@code upgrade} or {@code implicit}
     * @param state {@code accepting}, {@code waiting} or {@code failed}
     * @param detail why it is not accepting, empty otherwise
     * @param connections open connections
     * @param waiting those of them that wait for a protocol, a certificate or the PROXY header of a load balancer
     * @param refused connections turned away because of a limit
     */
    public record Listener(
            String name,
            String protocol,
            String address,
            int port,
            String tls,
            String state,
            String detail,
            int connections,
            int waiting,
            long refused) {}

    /**
     * The store.
     *
     * @param directory the data folder
     * @param writable whether mails can be stored now
     * @param detail why not, empty otherwise
     * @param end position of the last durable record
     * @param index position the index has come to, null while it is not there
     * @param segments how many segment files there are
     * @param usedBytes size of all files of the store
     * @param freeBytes free space of its file system
     * @param lowWaterBytes free space below which no mail is taken
     * @param damaged damaged places found since the start
     * @param quarantined damaged records of which a copy is kept, at most 1,000
     */
    public record Store(
            String directory,
            boolean writable,
            String detail,
            String end,
            @Nullable String index,
            int segments,
            long usedBytes,
            long freeBytes,
            long lowWaterBytes,
            long damaged,
            List<QuarantinedRecord> quarantined) {

        /** Copies the list. */
        public Store {
            quarantined = List.copyOf(quarantined);
        }
    }

    /**
     * A damaged record of which a copy is kept in the folder {@code store/quarantine}.
     *
     * @param file name of the copy: segment and offset where the record was
     * @param mailbox whose it was, null if that cannot be read any more
     * @param message which mail it was, null if it was none or that cannot be read any more
     */
    public record QuarantinedRecord(
            String file, @Nullable String mailbox, @Nullable String message) {}

    /**
     * Recipients that were refused, of one address and for one reason.
     *
     * @param recipient a mailbox id, or what came instead of one, shortened
     * @param reason {@code unknown}, {@code tls_required}, {@code address} or {@code certificate}
     * @param count how often
     * @param last when it was last refused
     * @param lastAddress the IP address it last came from
     */
    public record Refusal(String recipient, String reason, long count, Instant last, String lastAddress) {}

    /**
     * The certificate that mail clients and senders see.
     *
     * @param names what it is for
     * @param issuer the distinguished name of who issued it
     * @param notAfter when it expires
     * @param daysLeft whole days until then, negative when it has expired
     * @param own whether the gateway's own authority issued it
     */
    public record Certificate(List<String> names, String issuer, Instant notAfter, long daysLeft, boolean own) {

        /** Copies the names. */
        public Certificate {
            names = List.copyOf(names);
        }
    }

    /**
     * A component that does not run.
     *
     * @param name its name, also its PID
     * @param bundle symbolic name and version of its bundle
     * @param state {@code unsatisfied}, {@code failed} or {@code unconfigured}
     * @param reason the root cause in one line: the missing service and who should provide it, or the setting and what is
     *     wrong with it
     */
    public record Component(String name, String bundle, String state, String reason) {}

    /**
     * An effective setting.
     *
     * @param pid the PID of its component
     * @param key its key
     * @param value its effective value; secrets are masked
     * @param source {@code default}, {@code environment LETTERLOCK_...} or {@code etc}
     */
    public record Setting(String pid, String key, String value, String source) {}
}
