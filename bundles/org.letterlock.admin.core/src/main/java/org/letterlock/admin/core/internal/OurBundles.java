package org.letterlock.admin.core.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What belongs to the gateway, and which of its bundles provides what. */
final class OurBundles {

    static final String PREFIX = "org.letterlock.";

    static final String TRANSPORT = "org.letterlock.transport.mina";
    static final String STORE = "org.letterlock.storage.log";
    static final String INDEX = "org.letterlock.index.derby";
    static final String MAILBOXES = "org.letterlock.mailbox.core";
    static final String ADMIN = "org.letterlock.admin.core";
    static final String USERS = "org.letterlock.users";
    static final String AUDIT = "org.letterlock.audit";
    static final String ALARMS = "org.letterlock.alarms";
    static final String METRICS = "org.letterlock.metrics";

    /** For services whose provider is not installed, or registers them itself once it is ready. */
    private static final Map<String, String> PROVIDERS = Map.of(
            "org.letterlock.transport.api.Listeners",
            TRANSPORT,
            "org.letterlock.transport.api.TlsContexts",
            "org.letterlock.certificates",
            "org.letterlock.crypto.api.MessageSealer",
            "org.letterlock.crypto.openpgp",
            "org.letterlock.crypto.api.MailboxKeys",
            "org.letterlock.crypto.openpgp",
            "org.letterlock.storage.api.MessageStore",
            STORE,
            "org.letterlock.storage.api.MessageIndex",
            INDEX,
            "org.letterlock.mailbox.api.MailboxService",
            MAILBOXES,
            "org.letterlock.intake.api.Intake",
            "org.letterlock.intake.core",
            "org.letterlock.admin.api.AuditLog",
            AUDIT);

    private OurBundles() {}

    static boolean contains(@Nullable String symbolicName) {
        return symbolicName != null && symbolicName.startsWith(PREFIX);
    }

    /** The bundle that should provide a service, null if none of ours does. */
    static @Nullable String providerOf(String service) {
        return PROVIDERS.get(service);
    }
}
