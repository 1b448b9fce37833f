package org.letterlock.testkit.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.testkit.dialogue.DialogueScript.Step;

/** Runs scripts. A step that goes wrong throws an {@link AssertionError} that names script, line, way and seed. */
public final class DialogueRunner {

    private static final int RANDOM_RUNS = 5;
    private static final int LONGEST_SPLIT = 40;

    /** How the client's octets arrive. */
    public enum Delivery {
        /** What stands in consecutive lines arrives at once. */
        WHOLE,
        /** Each octet alone. */
        OCTETS,
        /** In pieces of random length. */
        RANDOM
    }

    private final DialogueScript script;
    private final DialogueSubject subject;
    private final Delivery delivery;
    private final Random random;
    private final String situation;
    private final StringBuilder transcript = new StringBuilder();

    private DialogueRunner(DialogueScript script, DialogueSubject subject, Delivery delivery, long seed) {
        this.script = script;
        this.subject = subject;
        this.delivery = delivery;
        this.random = new Random(seed);
        this.situation = delivery + (delivery == Delivery.RANDOM ? " seed " + seed : "");
    }

    /**
     * Runs a script in every way it allows, each time with a fresh subject. Random splits repeat with the system property
     * {@code letterlock.seed}.
     *
     * @param script the script
     * @param fresh makes a subject that nobody has talked to
     */
    public static void run(DialogueScript script, Supplier<? extends DialogueSubject> fresh) {
        Delivery only = script.onlyDelivery();
        if (only != null) {
            run(script, fresh.get(), only, 0);
            return;
        }
        run(script, fresh.get(), Delivery.WHOLE, 0);
        run(script, fresh.get(), Delivery.OCTETS, 0);
        long seed = Long.getLong("letterlock.seed", new Random().nextLong());
        for (int i = 0; i < RANDOM_RUNS; i++) {
            run(script, fresh.get(), Delivery.RANDOM, seed + i);
        }
    }

    /**
     * Runs a script once.
     *
     * @param script the script
     * @param subject a subject that nobody has talked to
     * @param delivery how the client's octets arrive
     * @param seed for random splits
     */
    public static void run(DialogueScript script, DialogueSubject subject, Delivery delivery, long seed) {
        new DialogueRunner(script, subject, delivery, seed).run();
    }

    private void run() {
        List<Step> steps = script.steps();
        StringBuilder pipelined = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                if (step instanceof Step.Client client) {
                    pipelined.append(client.text());
                    if (i + 1 == steps.size() || !(steps.get(i + 1) instanceof Step.Client)) {
                        expectQuiet(step);
                        send(pipelined.toString());
                        pipelined.setLength(0);
                    }
                } else {
                    run(step);
                }
            } catch (RuntimeException e) {
                throw new AssertionError(describe(step, "threw " + e), e);
            }
        }
        if (!subject.isQuiet()) {
            throw new AssertionError(describe(steps.get(steps.size() - 1), "then the server said " + next()));
        }
    }

    private void run(Step step) {
        if (step instanceof Step.Server server) {
            String line = next();
            if (!server.text().equals(line)) {
                throw new AssertionError(describe(step, "expected " + visible(server.text()) + " but got " + line));
            }
        } else if (step instanceof Step.ServerLike like) {
            String line = next();
            if (line == null || !like.pattern().matcher(line).matches()) {
                throw new AssertionError(describe(step, "expected " + like.pattern() + " but got " + line));
            }
        } else if (step instanceof Step.Closed) {
            expectQuiet(step);
            if (!subject.isClosed()) {
                throw new AssertionError(describe(step, "the server has not closed"));
            }
        } else if (step instanceof Step.Directive directive) {
            expectQuiet(step);
            note("  ", directive.name() + " " + directive.argument());
            try {
                subject.directive(directive.name(), directive.argument());
            } catch (AssertionError e) {
                throw new AssertionError(describe(step, e.getMessage()), e);
            }
        }
    }

    private void expectQuiet(Step step) {
        if (!subject.isQuiet()) {
            throw new AssertionError(describe(step, "before it the server said " + next()));
        }
    }

    private void send(String text) {
        note("C ", text);
        byte[] octets = text.getBytes(ISO_8859_1);
        int at = 0;
        while (at < octets.length) {
            int length = switch (delivery) {
                case WHOLE -> octets.length;
                case OCTETS -> 1;
                case RANDOM -> Math.min(octets.length - at, 1 + random.nextInt(LONGEST_SPLIT));
            };
            byte[] piece = new byte[length];
            System.arraycopy(octets, at, piece, 0, length);
            subject.send(ByteBuffer.wrap(piece));
            // The buffer belongs to the caller again: whoever kept it unread shows up as garbage.
            Arrays.fill(piece, (byte) '?');
            at += length;
        }
    }

    private @Nullable String next() {
        String line = subject.readLine();
        if (line != null) {
            note("S ", line);
        }
        return line;
    }

    private void note(String who, String text) {
        transcript.append(who).append(visible(text)).append('\n');
    }

    private String describe(Step step, @Nullable String problem) {
        return script.name() + ":" + step.line() + " (" + situation + "): " + problem + "\n" + transcript;
    }

    private static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(500).forEach(c -> {
            switch (c) {
                case '\r' -> shown.append("\\r");
                case '\n' -> shown.append("\\n");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        shown.append(String.format("\\x%02x", c));
                    } else {
                        shown.append((char) c);
                    }
                }
            }
        });
        return shown.toString();
    }
}
