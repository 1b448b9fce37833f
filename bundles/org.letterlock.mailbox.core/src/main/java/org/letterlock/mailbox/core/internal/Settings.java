package org.letterlock.mailbox.core.internal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.settings.SettingsReader;

/** The settings, checked. */
record Settings(
        Path dataDirectory,
        String domain,
        @Nullable MailboxId postmaster,
        @Nullable Path escrowCertificateFile,
        int loginThreads,
        int maxQueuedLogins) {

    static Settings from(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Mailboxes.PID, properties);
        String domain = reader.text("domain").toLowerCase(Locale.ROOT);
        if (domain.chars().anyMatch(c -> c <= ' ' || c == '@' || c == '<' || c == '>' || c == 0x7f)) {
            throw reader.invalid("domain", "'" + domain + "' is no domain");
        }
        String postmaster = reader.optionalText("postmasterMailbox");
        MailboxId id = postmaster.isEmpty()
                ? null
                : MailboxId.parse(postmaster)
                        .orElseThrow(
                                () -> reader.invalid("postmasterMailbox", "'" + postmaster + "' is no mailbox id"));
        return new Settings(
                reader.path("dataDirectory"),
                domain,
                id,
                reader.optionalText("escrowCertificateFile").isEmpty() ? null : reader.path("escrowCertificateFile"),
                reader.integer("loginThreads", 1, 64),
                reader.integer("maxQueuedLogins", 1, 10_000));
    }
}
