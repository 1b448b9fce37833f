package org.letterlock.metrics.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.spi.api.EventFigures;
import org.letterlock.spi.api.Role;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.TlsContexts;

/** The gateway's parts of now; each is null while it is away. */
record Parts(
        @Nullable Listeners listeners,
        @Nullable TlsContexts tls,
        @Nullable MessageStore store,
        @Nullable StoreMaintenance maintenance,
        @Nullable MessageIndex index,
        @Nullable MailboxService mailboxes,
        @Nullable EventFigures events,
        List<Proxy> proxies) {

    /** A proxy and which one. */
    record Proxy(Role role, LoginRole service) {}
}
