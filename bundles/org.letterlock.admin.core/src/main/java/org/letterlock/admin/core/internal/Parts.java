package org.letterlock.admin.core.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.ProblemSource;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** The parts of the gateway that are there at one moment. */
record Parts(
        @Nullable Listeners listeners,
        @Nullable TlsContexts tls,
        @Nullable MessageStore store,
        @Nullable MessageIndex index,
        @Nullable MailboxService mailboxes,
        @Nullable ServiceComponentRuntime components,
        List<LoginRoles.Role> loginRoles,
        List<ProblemSource> sources) {}
