package org.letterlock.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.client.Eventually.eventually;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus.Listener;
import org.letterlock.itests.client.MailProgram;
import org.letterlock.itests.client.TlsLines;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Parts that are away, or are replaced, while mail flows. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class LiveChangeIT {

    private static final List<String> MAIL = List.of(
            "From: a@example.org", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "", "Hello", ".one dot", "\u00fc", "");

    @Inject
    @SuppressWarnings("NullAway.Init")
    private GatewayAdmin admin;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private BundleContext context;

    @SuppressWarnings("NullAway.Init")
    private MailProgram program;

    @SuppressWarnings("NullAway.Init")
    private CreatedMailbox mailbox;

    @SuppressWarnings("NullAway.Init")
    private String password;

    /** Connects while a bundle is stopped. */
    @FunctionalInterface
    private interface Connector {
        TlsLines connect() throws Exception;
    }

    @Configuration
    public Option[] gateway() throws IOException {
        return GatewayOptions.gateway();
    }

    @Before
    public void createMailbox() throws Exception {
        eventually(() -> assertThat(admin.status().ready()).isTrue());
        Path data = Path.of(Objects.requireNonNull(admin.status().store()).directory());
        program = new MailProgram(listener("smtps").port(), listener("pop3s").port(), data.resolve("tls/ca.pem"));
        mailbox = admin.createMailbox("Test", "");
        password = Objects.requireNonNull(mailbox.password());
    }

    @Test
    public void mailShouldComeOutAsItWentIn() throws Exception {
        program.send(mailbox.address(), MAIL);

        pickUpShouldGive(program.pickUp(mailbox.id(), password));
        assertThat(program.pickUp(mailbox.id(), password)).isEmpty();
    }

    @Test
    public void smtpConnectionShouldBeServedWhenItsBundleIsUpdatedMeanwhile() throws Exception {
        try (TlsLines smtp = connectWhileUpdating("org.letterlock.smtp.server", program::smtp)) {
            MailProgram.send(smtp, mailbox.address(), MAIL);
        }

        pickUpShouldGive(program.pickUp(mailbox.id(), password));
        mailShouldComeOutAsItWentIn();
    }

    @Test
    public void pop3ConnectionShouldBeServedWhenItsBundleIsUpdatedMeanwhile() throws Exception {
        program.send(mailbox.address(), MAIL);

        try (TlsLines pop3 = connectWhileUpdating("org.letterlock.pop3.server", program::pop3)) {
            pickUpShouldGive(MailProgram.pickUp(pop3, mailbox.id(), password));
        }

        mailShouldComeOutAsItWentIn();
    }

    @Test
    public void connectionShouldWaitWhileTheSmtpBundleIsStopped() throws Exception {
        Bundle smtp = bundle("org.letterlock.smtp.server");
        smtp.stop();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener("smtp").port())) {
            socket.setSoTimeout(60_000);
            eventually(() -> assertThat(listener("smtp"))
                    .extracting(Listener::state, Listener::connections, Listener::waiting)
                    .containsExactly("waiting", 1, 1));
            assertThat(socket.getInputStream().available()).isZero();
            assertThat(admin.status().ready()).isFalse();

            smtp.start();

            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("220 " + GatewayOptions.HOST);
        } finally {
            smtp.start();
        }
        eventually(() -> assertThat(admin.status().ready()).isTrue());
    }

    @Test
    public void mailShouldBeTakenWhileTheIndexIsAway() throws Exception {
        Bundle index = bundle("org.letterlock.index.derby");
        index.stop();
        try {
            program.send(mailbox.address(), MAIL);
        } finally {
            index.start();
        }

        eventually(() -> assertThat(admin.mailbox(mailbox.id()).messages()).isEqualTo(1));
        pickUpShouldGive(program.pickUp(mailbox.id(), password));
    }

    /** Connects at the moment when the old bundle is stopped and the new one is not started. */
    private TlsLines connectWhileUpdating(String symbolicName, Connector connector) throws Exception {
        Bundle bundle = bundle(symbolicName);
        AtomicReference<Object> outcome = new AtomicReference<>("the bundle was not stopped");
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STOPPED && event.getBundle() == bundle) {
                outcome.set(outcomeOf(connector));
            }
        };
        context.addBundleListener(listener);
        try (InputStream jar = Files.newInputStream(jarOf(bundle))) {
            bundle.update(jar);
        } finally {
            context.removeBundleListener(listener);
        }
        assertThat(outcome.get()).isInstanceOf(TlsLines.class);
        return (TlsLines) outcome.get();
    }

    private static Object outcomeOf(Connector connector) {
        try {
            return connector.connect();
        } catch (Exception e) {
            return e;
        }
    }

    private static Path jarOf(Bundle bundle) {
        String name = bundle.getSymbolicName();
        String version = bundle.getVersion().toString();
        return Path.of(System.getProperty("karaf.home", ""), "system/org/letterlock", name, version)
                .resolve(name + "-" + version + ".jar");
    }

    private Bundle bundle(String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private Listener listener(String name) {
        return admin.status().listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void pickUpShouldGive(List<List<String>> mails) {
        assertThat(mails).hasSize(1);
        assertThat(MailProgram.belowTrace(mails.get(0), MAIL.get(0))).isEqualTo(MAIL);
    }
}
