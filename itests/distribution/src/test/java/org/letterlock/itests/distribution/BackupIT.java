package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.client.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.itests.client.MailProgram;

/** Copies of the data folder that were made while mail came, and an index that was made again. */
public class BackupIT {

    private static final int LARGE_LINES = 80_000; // 6 MB, a file of its own
    private static final int SOME = 10;

    @Rule
    public final Gateway gateway = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(gateway);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean enough;

    /** A mailbox, and the first lines of the mails that were acknowledged, in their order. */
    private record Mailbox(String id, String address, String password, List<String> sent) {

        int count() {
            return sent.size();
        }
    }

    /**
     * One gateway runs with the folder and then with each copy, as an operator restores one: its index has mails that the
     * copy does not.
     */
    @Test
    public void copiesMadeWhileMailCameShouldHoldEverythingAcknowledgedBefore() throws Exception {
        Path backup = folder.getRoot().toPath().resolve("backup");
        Path copy = folder.getRoot().toPath().resolve("copy");
        start();
        Mailbox one = create("One");
        Mailbox two = create("Two");
        Future<?> sending = thread.submit(() -> {
            send(one, two);
            return null;
        });
        List<Integer> beforeBackup;
        List<Integer> beforeCopy;
        try {
            awaitMore(sending, two, 0);
            beforeBackup = List.of(one.count(), two.count());
            assertSuccess(gateway.command("gateway:backup", backup.toString()));
            awaitMore(sending, two, two.count());
            beforeCopy = List.of(one.count(), two.count());
            Process copying = new ProcessBuilder("cp", "-a", gateway.data().toString(), copy.toString())
                    .inheritIO()
                    .start();
            // 1 if a file vanished meanwhile: only drafts may.
            assertThat(copying.waitFor()).isIn(0, 1);
            awaitMore(sending, two, two.count());
        } finally {
            enough = true;
            thread.shutdown();
        }
        sending.get();

        assertSuccess(gateway.command("gateway:verify"));
        assertSuccess(gateway.command("gateway:rebuild-index"));
        assertThat(pickUp(one)).isEqualTo(one.sent());
        assertThat(pickUp(two)).isEqualTo(two.sent());

        restart(backup);
        shouldHold(one, beforeBackup.get(0));
        shouldHold(two, beforeBackup.get(1));

        restart(copy);
        shouldHold(one, beforeCopy.get(0));
        shouldHold(two, beforeCopy.get(1));
    }

    private void start() throws IOException {
        assertSuccess(gateway.command("start"));
    }

    private void restart(Path data) throws IOException {
        assertSuccess(gateway.command("stop"));
        gateway.environment("LETTERLOCK_DATA", data.toString());
        start();
        assertSuccess(gateway.command("gateway:verify"));
    }

    private static void assertSuccess(Gateway.Result result) {
        assertThat(result.status()).as(result.out() + result.err()).isZero();
    }

    private Mailbox create(String name) throws IOException {
        JsonNode created =
                gateway.command("mailbox:create", "--name", name, "--json").json();
        return new Mailbox(
                created.get("id").asText(),
                created.get("address").asText(),
                created.get("password").asText(),
                Collections.synchronizedList(new ArrayList<>()));
    }

    /** Sends mails in turn until it is enough; a large one is the first. */
    private void send(Mailbox... mailboxes) throws Exception {
        MailProgram program = gateway.mailProgram();
        for (int number = 0; !enough; number++) {
            for (Mailbox mailbox : mailboxes) {
                String first = "Subject: " + mailbox.id() + " " + number;
                List<String> mail = new ArrayList<>(List.of(first, ""));
                mail.addAll(Collections.nCopies(number == 0 ? LARGE_LINES : 1, "x".repeat(76)));
                program.send(mailbox.address(), mail);
                mailbox.sent().add(first);
            }
        }
    }

    /** Waits until some mails more were acknowledged. */
    private static void awaitMore(Future<?> sending, Mailbox mailbox, int known) throws Exception {
        eventually(() ->
                assertThat(sending.isDone() || mailbox.count() >= known + SOME).isTrue());
        if (sending.isDone()) {
            sending.get();
        }
    }

    /** All mails that were acknowledged before, and of those that came meanwhile the first, in their order. */
    private void shouldHold(Mailbox mailbox, int before) throws Exception {
        List<String> found = pickUp(mailbox);
        assertThat(found)
                .hasSizeBetween(before, mailbox.count())
                .isEqualTo(mailbox.sent().subList(0, found.size()));
    }

    private List<String> pickUp(Mailbox mailbox) throws Exception {
        List<String> subjects = new ArrayList<>();
        for (List<String> mail : gateway.mailProgram().pickUp(mailbox.id(), mailbox.password())) {
            String subject = mail.stream()
                    .filter(line -> line.startsWith("Subject: "))
                    .findFirst()
                    .orElseThrow();
            List<String> body = MailProgram.belowTrace(mail, subject);
            assertThat(body).hasSize(2 + (subject.endsWith(" 0") ? LARGE_LINES : 1));
            assertThat(body.subList(2, body.size())).containsOnly("x".repeat(76));
            subjects.add(subject);
        }
        return subjects;
    }
}
