package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.TurnTimer;
import org.letterlock.protocol.pop3.Pop3RelayAction.Reason;
import org.letterlock.protocol.proxy.CopyPolicy;

/**
 * Joins a client and a remote server once both are logged in, so that a copy is kept of each mail that passes. Commands
 * pass by a list of known ones, one at a time, since nobody can know the form of the reply to a command that nobody knows.
 *
 * <ul>
 *   <li>RETR, and TOP where it turns out to be the whole mail: the last line of the reply is held until the copy is durable.
 *   <li>DELE of a mail that is kept passes, and each one where no copies are made. Any other is fetched and kept after QUIT, and only then deleted, also when the
 *       client has gone meanwhile.
 *   <li>Everything else passes as it is, less the mails that the client believes to be deleted.
 * </ul>
 *
 * <p>Octets go in by {@link #fromClient} and {@link #fromUpstream}; then {@link #next()} says what to do, again and again,
 * until it needs input or an answer. Whoever stops calling it while a peer or the copy is slow is never given more. Not
 * thread-safe.
 */
public final class Pop3Relay {

    private static final int MAX_LINE_OCTETS = 8 * 1024;
    private static final int MAX_INPUT_OCTETS = 64 * 1024;
    private static final int WRITE_OCTETS = 16 * 1024;

    private static final Pattern NUMBER = Pattern.compile("0*([1-9]\\d{0,8})");
    private static final Pattern TOP_ARGUMENTS = Pattern.compile("0*([1-9]\\d{0,8}) +0*(\\d{1,8})");
    private static final Pattern SIZE = Pattern.compile("\\+OK +\\d+ +(\\d{1,18})(?:\\s.*)?");

    /** What the remote server may say that it can do, and the relay does not spoil. */
    private static final Set<String> CAPABILITIES =
            Set.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE", "LOGIN-DELAY");

    private static final String OWN_CAPABILITIES = "PIPELINING\r\nIMPLEMENTATION Letterlock\r\n";
    private static final String NO_SUCH_MESSAGE = "-ERR No such message";
    private static final String NOT_KEPT = "-ERR [SYS/TEMP] The message cannot be kept now, try again later";

    private enum Question {
        BEGIN,
        KEEP
    }

    private final Pop3RelaySettings settings;
    private final InputBuffer client = new InputBuffer();
    private final RemoteDialogue remote = new RemoteDialogue();
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private final Deque<Pop3RelayAction> actions = new ArrayDeque<>(4);
    private final TurnTimer timer = new TurnTimer();
    private final RelayedDrop drop = new RelayedDrop();

    private @Nullable Question question;
    private @Nullable MailFetch fetch;

    /** The client has said QUIT: what it has deleted is kept and deleted. */
    private boolean updating;

    private int undeleted;
    private int unknownCommands;
    private boolean clientGone;
    private boolean upstreamGone;
    private boolean stopping;
    private boolean ended;

    /**
     * Makes the relay of a session that is logged in on both sides, with nothing under way.
     *
     * @param settings its limits
     */
    public Pop3Relay(Pop3RelaySettings settings) {
        this.settings = settings;
    }

    /**
     * Takes octets from the client.
     *
     * @param octets may be reused at once
     */
    public void fromClient(ByteBuffer octets) {
        client.add(octets);
        client.keep();
        timer.restart();
    }

    /**
     * Takes octets from the remote server.
     *
     * @param octets may be read until {@link #keep()} is called
     */
    public void fromUpstream(ByteBuffer octets) {
        remote.input().add(octets);
        timer.restart();
    }

    /** Copies what is left of the remote server's octets. */
    public void keep() {
        remote.input().keep();
    }

    /** The client's connection is gone. A QUIT that it had sent before still counts, and deletes. */
    public void clientGone() {
        clientGone = true;
        if (!updating && question == null && (fetch != null || !client.hasRemaining())) {
            end(Reason.CLIENT_GONE);
        }
    }

    /** The remote server's connection is gone; what it had sent before still counts. */
    public void upstreamGone() {
        upstreamGone = true;
    }

    /** Ends the session as soon as no command is under way; deletes nothing unless the client had said QUIT. */
    public void shutdown() {
        stopping = true;
    }

    /**
     * Whether to read from the client.
     *
     * @return false while enough of its octets wait
     */
    public boolean wantsClient() {
        return client.octets().remaining() <= MAX_LINE_OCTETS;
    }

    /**
     * Whether to read from the remote server.
     *
     * @return false while enough of its octets wait
     */
    public boolean wantsUpstream() {
        return remote.input().octets().remaining() <= MAX_INPUT_OCTETS;
    }

    /**
     * Time passes. Not to be called while a peer or the copy is too slow for {@link #next()} to be called.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    public void tick(long nanoTime) {
        if (ended || question != null) {
            timer.restart();
        } else if (isUpstreamsTurn()) {
            if (timer.hasRunOut(nanoTime, settings.upstreamTimeout().toNanos())) {
                fail(Reason.UPSTREAM_SILENT, "took too long to answer");
            }
        } else if (timer.hasRunOut(nanoTime, settings.clientTimeout().toNanos())) {
            end(Reason.CLIENT_SILENT);
        }
    }

    /**
     * Answers {@link Pop3RelayAction.BeginCopy}.
     *
     * @param begun false if no copy can be made now
     */
    public void copyBegun(boolean begun) {
        MailFetch asked = answer(Question.BEGIN);
        asked.copied(begun);
        if (clientGone && !updating) {
            end(Reason.CLIENT_GONE);
        } else if (begun || settings.policy() != CopyPolicy.FAIL_CLOSED) {
            fetch(asked);
        } else {
            fetch = null;
            if (asked.isForClient()) {
                reply(NOT_KEPT);
            } else {
                undeleted++;
            }
        }
    }

    /**
     * Answers {@link Pop3RelayAction.KeepCopy}.
     *
     * @param kept false if there is no durable copy
     */
    public void copyKept(boolean kept) {
        MailFetch asked = answer(Question.KEEP);
        asked.copied(false);
        if (kept) {
            drop.keep(asked.number());
        }
        if (kept || settings.policy() != CopyPolicy.FAIL_CLOSED) {
            fetched(asked, kept);
        } else if (asked.isForClient()) {
            end(Reason.NOT_KEPT);
        } else {
            fetch = null;
            undeleted++;
        }
    }

    /**
     * What to do next.
     *
     * @return an action
     */
    public Pop3RelayAction next() {
        boolean advanced = true;
        while (advanced && actions.isEmpty() && replies.size() < WRITE_OCTETS) {
            advanced = advance();
        }
        if (actions.peek() instanceof Pop3RelayAction.CopyChunk) {
            // It lives in the caller's buffer, the replies do not.
            return actions.remove();
        }
        if (replies.size() > 0) {
            ByteBuffer octets = ByteBuffer.wrap(replies.toByteArray());
            replies.reset();
            return new Pop3RelayAction.ToClient(octets);
        }
        Pop3RelayAction action = actions.poll();
        if (action != null) {
            return action;
        }
        return question == null ? new Pop3RelayAction.NeedInput() : new Pop3RelayAction.NeedAnswer();
    }

    private boolean isUpstreamsTurn() {
        return remote.isWaiting() || (fetch != null && fetch.isComing());
    }

    /** Does one step; false if there is nothing to do. */
    private boolean advance() {
        if (ended || question != null) {
            return false;
        }
        MailFetch coming = fetch;
        boolean advanced;
        if (coming != null && coming.isComing()) {
            advanced = take(coming);
        } else if (remote.isWaiting()) {
            advanced = readReply();
        } else {
            return idle();
        }
        if (!advanced && upstreamGone) {
            fail(Reason.UPSTREAM_GONE, "closed the connection");
        }
        return advanced;
    }

    private boolean idle() {
        if (updating) {
            deleteNext();
            return true;
        }
        if (upstreamGone) {
            end(Reason.UPSTREAM_GONE);
        } else if (remote.input().hasRemaining()) {
            end(Reason.UPSTREAM_PROTOCOL);
        } else if (stopping) {
            reply("-ERR [SYS/TEMP] The service is restarting, try again later");
            end(Reason.SHUTDOWN);
        } else if (readCommand()) {
            return true;
        } else if (clientGone) {
            end(Reason.CLIENT_GONE);
        }
        return false;
    }

    // The remote server's side.

    private void send(String command, RemoteDialogue.StatusHandler handler) {
        actions.add(new Pop3RelayAction.ToUpstream(remote.command(command, handler)));
        timer.restart();
    }

    /** The reply passes as it is. */
    private void pass(String command) {
        send(command, (positive, line) -> reply(line));
    }

    private boolean readReply() {
        try {
            return remote.read();
        } catch (RemoteDialogue.UnexpectedReplyException e) {
            fail(Reason.UPSTREAM_PROTOCOL, e.what());
            return false;
        }
    }

    // Mails.

    private void begin(MailFetch mail) {
        if (clientGone && mail.isForClient()) {
            return;
        }
        fetch = mail;
        if (mail.mayBeWhole()) {
            question = Question.BEGIN;
            actions.add(new Pop3RelayAction.BeginCopy());
        } else {
            fetch(mail);
        }
    }

    private void fetch(MailFetch mail) {
        send(mail.command(), (positive, line) -> {
            if (mail.isForClient()) {
                reply(line);
            }
            if (positive) {
                mail.begin();
                return;
            }
            dropCopy();
            fetch = null;
            if (!mail.isForClient()) {
                undeleted++;
            }
        });
    }

    private boolean take(MailFetch mail) {
        MultiLine.Part part = mail.lines().next(remote.input().octets());
        if (part != null) {
            if (mail.isForClient()) {
                write(part.raw());
            }
            mail.count(part.content());
            if (mail.isCopied() && part.content().hasRemaining()) {
                actions.add(new Pop3RelayAction.CopyChunk(part.content()));
            }
            return true;
        }
        if (!mail.lines().isComplete()) {
            return false;
        }
        if (mail.isCopied()) {
            complete(mail, mail.extent());
        } else {
            fetched(mail, mail.extent() != MailFetch.Extent.WHOLE);
        }
        return true;
    }

    /** All that was asked for has come. */
    private void complete(MailFetch mail, MailFetch.Extent extent) {
        switch (extent) {
            case WHOLE -> {
                question = Question.KEEP;
                actions.add(new Pop3RelayAction.KeepCopy());
            }
            case UNKNOWN ->
                send("LIST " + mail.number(), (positive, line) -> {
                    Matcher size = SIZE.matcher(line);
                    complete(mail, size.matches() ? mail.extent(Long.parseLong(size.group(1))) : MailFetch.Extent.PART);
                });
            case PART -> {
                dropCopy();
                fetched(mail, true);
            }
        }
    }

    private void fetched(MailFetch mail, boolean keptOrPart) {
        fetch = null;
        if (!keptOrPart) {
            actions.add(new Pop3RelayAction.Uncopied(mail.octets()));
        }
        if (mail.isForClient()) {
            reply(".");
        } else {
            delete(mail.number());
        }
    }

    private void dropCopy() {
        MailFetch dropped = fetch;
        if (dropped != null && dropped.isCopied()) {
            dropped.copied(false);
            actions.add(new Pop3RelayAction.DropCopy());
        }
    }

    // Deletions.

    private void deleteNext() {
        int number = drop.takeDeferred();
        if (number > 0) {
            begin(MailFetch.forDeletion(number));
        } else {
            send("QUIT", (positive, line) -> {
                reply(
                        undeleted == 0
                                ? line
                                : "-ERR [SYS/TEMP] " + undeleted + " messages could not be kept and were not deleted");
                end(Reason.QUIT);
            });
        }
    }

    private void delete(int number) {
        send("DELE " + number, (positive, line) -> undeleted += positive ? 0 : 1);
    }

    // The client's side.

    private boolean readCommand() {
        ByteBuffer octets = client.line();
        int length = octets == null ? client.octets().remaining() - 1 : octets.remaining();
        if (length > MAX_LINE_OCTETS) {
            reply("-ERR Line too long");
            end(Reason.CLIENT_PROTOCOL);
            return false;
        }
        if (octets == null) {
            return false;
        }
        String line = ISO_8859_1.decode(octets).toString();
        int space = line.indexOf(' ');
        String keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        command(keyword, space < 0 ? "" : line.substring(space).trim());
        return true;
    }

    private void command(String keyword, String arguments) {
        switch (keyword) {
            case "STAT" -> send(keyword, (positive, line) -> reply(positive ? drop.totals(line) : line));
            case "LIST", "UIDL" -> {
                if (arguments.isEmpty()) {
                    sendForListing(keyword, drop::shows);
                } else {
                    numbered(arguments, number -> pass(keyword + " " + number));
                }
            }
            case "RETR" -> numbered(arguments, number -> begin(MailFetch.retrieve(number)));
            case "TOP" -> top(arguments);
            case "DELE" -> numbered(arguments, this::deleteForClient);
            case "RSET" -> {
                drop.reset();
                pass(keyword);
            }
            case "NOOP" -> pass(keyword);
            case "QUIT" -> updating = true;
            case "CAPA" -> capabilities();
            case "USER", "PASS", "AUTH", "APOP", "STLS", "UTF8", "LANG" -> reply("-ERR Not now");
            default -> {
                reply("-ERR Unknown command");
                if (++unknownCommands >= settings.maxUnknownCommands()) {
                    end(Reason.CLIENT_PROTOCOL);
                }
            }
        }
    }

    private interface NumberedCommand {

        void accept(int number);
    }

    private void numbered(String argument, NumberedCommand command) {
        Matcher number = NUMBER.matcher(argument);
        if (!number.matches()) {
            reply(Transaction.SYNTAX);
        } else if (drop.isDeferred(Integer.parseInt(number.group(1)))) {
            reply(NO_SUCH_MESSAGE);
        } else {
            command.accept(Integer.parseInt(number.group(1)));
        }
    }

    private void top(String arguments) {
        Matcher both = TOP_ARGUMENTS.matcher(arguments);
        if (both.matches()) {
            numbered(both.group(1), number -> begin(MailFetch.top(number, Integer.parseInt(both.group(2)))));
        } else {
            reply(Transaction.SYNTAX);
        }
    }

    private void deleteForClient(int number) {
        if (drop.isKept(number) || settings.policy() == CopyPolicy.NO_COPIES) {
            pass("DELE " + number);
            return;
        }
        send("LIST " + number, (positive, line) -> {
            if (positive) {
                Matcher size = SIZE.matcher(line);
                drop.defer(number, size.matches() ? Long.parseLong(size.group(1)) : 0);
                reply("+OK Deleted");
            } else {
                reply(line);
            }
        });
    }

    private void capabilities() {
        send("CAPA", (positive, line) -> {
            write(ByteBuffer.wrap(("+OK Capabilities follow\r\n" + OWN_CAPABILITIES).getBytes(ISO_8859_1)));
            if (positive) {
                remote.list(
                        capability -> CAPABILITIES.contains(capability.split(" ", 2)[0].toUpperCase(Locale.ROOT)),
                        this::reply);
            } else {
                reply(".");
            }
        });
    }

    private void sendForListing(String command, Predicate<String> filter) {
        send(command, (positive, line) -> {
            reply(line);
            if (positive) {
                remote.list(filter, this::reply);
            }
        });
    }

    private void reply(String line) {
        write(ByteBuffer.wrap((line + "\r\n").getBytes(ISO_8859_1)));
    }

    private void write(ByteBuffer octets) {
        if (!clientGone) {
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            replies.writeBytes(copy);
        }
    }

    // The end.

    private MailFetch answer(Question answered) {
        MailFetch asked = fetch;
        if (question != answered || asked == null) {
            throw new IllegalStateException("not asked");
        }
        question = null;
        timer.restart();
        return asked;
    }

    /** The remote server does not do its part: the client is told where it can be told. */
    private void fail(Reason reason, String what) {
        if (!ended && !isReplyUnderWay()) {
            reply("-ERR [SYS/TEMP] The remote server " + what + (updating ? ", nothing was deleted" : ""));
        }
        end(reason);
    }

    /** Whether the client has got a part of a reply of several lines. */
    private boolean isReplyUnderWay() {
        MailFetch mail = fetch;
        return remote.isListing() || (mail != null && mail.isForClient() && mail.hasBegun());
    }

    private void end(Reason reason) {
        if (!ended) {
            ended = true;
            boolean abort = isReplyUnderWay();
            dropCopy();
            actions.add(new Pop3RelayAction.End(reason, abort));
        }
    }
}
