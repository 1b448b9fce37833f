package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.proxy.CopyPolicy;

/** A relay between a client and a server that is this project's own, with copies in a list. What either sends can be cut off. */
final class RelayWorld {

    static final long NEVER = Long.MAX_VALUE;

    final List<String> mails;
    final List<String> kept = new ArrayList<>();
    final List<Long> uncopied = new ArrayList<>();
    final StringBuilder toClient = new StringBuilder();
    final StringBuilder toUpstream = new StringBuilder();

    Pop3Relay relay;
    boolean failsToBegin;
    boolean failsToKeep;
    boolean holdsQuestions;
    int piece = Integer.MAX_VALUE;
    long upstreamDiesAfter = NEVER;
    List<Integer> deletedUpstream = List.of();
    Pop3RelayAction.@Nullable End end;
    int dropped;

    private final Pop3ServerEngine server =
            new Pop3ServerEngine(new Pop3ServerSettings("pop.example.org", 3, 4), true, () -> false);
    private final ByteArrayOutputStream fromServer = new ByteArrayOutputStream();
    private @Nullable ByteArrayOutputStream copy;
    private @Nullable Pop3RelayAction held;
    private boolean serverGone;

    RelayWorld(List<String> mails, boolean failOpen) {
        this(mails, failOpen ? CopyPolicy.FAIL_OPEN : CopyPolicy.FAIL_CLOSED);
    }

    RelayWorld(List<String> mails, CopyPolicy policy) {
        this.mails = mails;
        relay = new Pop3Relay(new Pop3RelaySettings(policy, Duration.ofMinutes(10), Duration.ofMinutes(2), 3));
        serve("USER u\r\nPASS p\r\n");
        fromServer.reset();
    }

    /** The client sends, and all goes on as far as it goes; what the client got. */
    String say(String text) {
        int before = toClient.length();
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        while (octets.hasRemaining()) {
            int length = Math.min(piece, octets.remaining());
            relay.fromClient(octets.slice(octets.position(), length));
            octets.position(octets.position() + length);
            pump();
        }
        return toClient.substring(before);
    }

    /** The server says so, unasked. */
    void blurt(String text) {
        relay.fromUpstream(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        pump();
        relay.keep();
    }

    void clientDies() {
        relay.clientGone();
        pump();
    }

    void upstreamDies() {
        serverGone = true;
        relay.upstreamGone();
        pump();
    }

    void answer() {
        holdsQuestions = false;
        Pop3RelayAction question = held;
        held = null;
        if (question != null) {
            perform(question);
        }
        pump();
    }

    void pump() {
        boolean goesOn = true;
        while (goesOn) {
            Pop3RelayAction action = relay.next();
            if (action instanceof Pop3RelayAction.NeedInput) {
                goesOn = feed();
            } else {
                goesOn = !(action instanceof Pop3RelayAction.NeedAnswer);
                perform(action);
            }
        }
    }

    private void perform(Pop3RelayAction action) {
        if (action instanceof Pop3RelayAction.ToClient write) {
            toClient.append(ISO_8859_1.decode(write.octets()));
        } else if (action instanceof Pop3RelayAction.ToUpstream write) {
            String text = ISO_8859_1.decode(write.octets()).toString();
            toUpstream.append(text);
            if (!serverGone) {
                serve(text);
            }
        } else if (action instanceof Pop3RelayAction.CopyChunk chunk) {
            byte[] octets = new byte[chunk.octets().remaining()];
            chunk.octets().get(octets);
            current().writeBytes(octets);
        } else if (action instanceof Pop3RelayAction.DropCopy) {
            current();
            copy = null;
            dropped++;
        } else if (action instanceof Pop3RelayAction.Uncopied mail) {
            uncopied.add(mail.octets());
        } else if (action instanceof Pop3RelayAction.End last) {
            end = last;
            if (copy != null) {
                throw new AssertionError("a copy is left open");
            }
        } else if (holdsQuestions) {
            held = action instanceof Pop3RelayAction.NeedAnswer ? held : action;
        } else if (action instanceof Pop3RelayAction.BeginCopy) {
            copy = failsToBegin ? null : new ByteArrayOutputStream();
            relay.copyBegun(!failsToBegin);
        } else if (action instanceof Pop3RelayAction.KeepCopy) {
            String content = current().toString(ISO_8859_1);
            if (!failsToKeep && !kept.contains(content)) {
                kept.add(content);
            }
            copy = null;
            relay.copyKept(!failsToKeep);
        }
    }

    private ByteArrayOutputStream current() {
        if (copy == null) {
            throw new AssertionError("no copy was begun");
        }
        return copy;
    }

    /** Gives the relay the next piece of what the server said; false if there is none. */
    private boolean feed() {
        byte[] said = fromServer.toByteArray();
        int length = (int) Math.min(Math.min(piece, said.length), upstreamDiesAfter);
        if (length > 0) {
            upstreamDiesAfter -= upstreamDiesAfter == NEVER ? 0 : length;
            fromServer.reset();
            fromServer.write(said, length, said.length - length);
            relay.fromUpstream(ByteBuffer.wrap(said, 0, length));
            // Whoever is slow stops after any action; what was not looked at then must not live in the caller's buffer.
            perform(relay.next());
            relay.keep();
            Arrays.fill(said, (byte) '!');
            return true;
        }
        if (upstreamDiesAfter == 0 && !serverGone) {
            serverGone = true;
            relay.upstreamGone();
            return true;
        }
        return false;
    }

    private void serve(String text) {
        server.receive(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        while (true) {
            Pop3Action action = server.next();
            if (action instanceof Pop3Action.Write write) {
                fromServer.writeBytes(write.octets().array());
            } else if (action instanceof Pop3Action.Login) {
                server.loggedIn(new Drop());
            } else if (action instanceof Pop3Action.Retrieve retrieve) {
                fromServer.writeBytes(retrieve.positive());
                ByteBuffer mail = new Pop3BodyEncoder(retrieve.bodyLines())
                        .encode(ByteBuffer.wrap(mails.get(retrieve.index()).getBytes(ISO_8859_1)), true);
                fromServer.write(mail.array(), mail.position(), mail.remaining());
                server.retrieved();
            } else if (action instanceof Pop3Action.Update update) {
                deletedUpstream = update.deleted();
                server.updated();
            } else {
                return;
            }
        }
    }

    private final class Drop implements MailList {

        @Override
        public int size() {
            return mails.size();
        }

        @Override
        public long octets(int index) {
            return mails.get(index).length();
        }

        @Override
        public String uidl(int index) {
            return "uid" + index;
        }
    }
}
