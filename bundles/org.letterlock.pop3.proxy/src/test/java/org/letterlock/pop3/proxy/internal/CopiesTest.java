package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.letterlock.intake.api.Capture;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;

public class CopiesTest {

    private static final Capture CAPTURE = new Capture(Capture.Protocol.POP3_PROXY, "pop.example", "anna");
    private static final Peer PEER = new Peer(new InetSocketAddress("192.0.2.7", 1), "client", "POP3", null);

    private final FakeIntake intake = new FakeIntake();
    private final List<Boolean> told = new ArrayList<>();
    private final Copies copies = new Copies(
            () -> intake.beginProxied(new MailboxId(1, 2), CAPTURE, null, PEER), "anna@pop.example", Runnable::run);

    private void keep() {
        assertThat(copies.begin()).isTrue();
        copies.write(ByteBuffer.wrap("Subject: x\r\n\r\n".getBytes(US_ASCII)));
        copies.keep(told::add);
    }

    @Test
    public void mailThatWasThereShouldCountAsKeptAndAsKnown() {
        keep();
        assertThat(copies.known()).isZero();
        intake.earlier = new MessageId(new UUID(1, 2));
        keep();

        assertThat(told).containsExactly(true, true);
        assertThat(copies.kept()).isEqualTo(2);
        assertThat(copies.known()).isEqualTo(1);
        assertThat(intake.accounts).containsExactly("anna@pop.example", "anna@pop.example");
    }

    @Test
    public void mailShouldCountAsFailedWhenItCannotBeKept() {
        intake.committed = CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
        keep();

        assertThat(told).containsExactly(false);
        assertThat(copies.kept()).isZero();
        assertThat(copies.failed()).isEqualTo(1);
    }
}
