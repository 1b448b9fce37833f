package org.letterlock.pop3.server.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.After;

/** A server with one worker, and a maildrop with a small and a huge mail. */
abstract class Pop3ServerFixture {

    static final String SMALL = "Subject: s\r\n\r\n.dot\r\nno end";
    static final String SMALL_ON_WIRE = "+OK 28 octets\r\nSubject: s\r\n\r\n..dot\r\nno end\r\n.\r\n";
    static final String GONE = "-ERR [SYS/TEMP] The service is restarting, try again later\r\n";
    static final int CHUNK = 64 * 1024;

    final String huge = "Subject: huge\r\n\r\n" + ("x".repeat(76) + "\r\n").repeat(8 * 1024 * 1024 / 78);
    final FakeMaildrop maildrop = new FakeMaildrop(SMALL, huge);
    final FakeMailboxes mailboxes = new FakeMailboxes(maildrop);
    final Pop3Server server = server(1);

    Pop3Server server(int workers) {
        Pop3Server made = new Pop3Server(settings(Map.of("workerThreads", workers)));
        made.bindMailboxes(mailboxes);
        return made;
    }

    static Settings settings(Map<String, ?> changed) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "hostname", "mail.example.org",
                "idleTimeoutSeconds", 600,
                "replaceableAfterSeconds", 60,
                "maxLoginAttempts", 2,
                "maxUnknownCommands", 10,
                "workerThreads", 1,
                "maxLoginDelaySeconds", 0,
                "failedLoginMemorySeconds", 900,
                "serviceWaitSeconds", 10));
        properties.putAll(changed);
        return Settings.read(properties);
    }

    @After
    public void stop() {
        server.deactivate();
        assertThat(maildrop.openStreams).hasValue(0);
    }
}
