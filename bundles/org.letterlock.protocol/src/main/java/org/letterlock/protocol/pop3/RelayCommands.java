package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.pop3.Pop3RelayAction.Reason;
import org.letterlock.protocol.proxy.CopyPolicy;

/** The client's commands, and what the remote server is asked for each. */
final class RelayCommands {

    static final int MAX_LINE_OCTETS = 8 * 1024;

    private static final Pattern NUMBER = Pattern.compile("0*([1-9]\\d{0,8})");
    private static final Pattern TOP_ARGUMENTS = Pattern.compile("0*([1-9]\\d{0,8}) +0*(\\d{1,8})");

    /** What the remote server may say that it can do, and the relay does not spoil. */
    private static final Set<String> CAPABILITIES =
            Set.of("TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "EXPIRE", "LOGIN-DELAY");

    private static final String OWN_CAPABILITIES = "PIPELINING\r\nIMPLEMENTATION Letterlock\r\n";

    private final Pop3RelaySettings settings;
    private final RelayWire wire;
    private final RelayedDrop drop;
    private final RelayedMails mails;
    private final Consumer<Reason> end;
    private final InputBuffer input = new InputBuffer();

    private int unknownCommands;
    private boolean quit;

    RelayCommands(
            Pop3RelaySettings settings, RelayWire wire, RelayedDrop drop, RelayedMails mails, Consumer<Reason> end) {
        this.settings = settings;
        this.wire = wire;
        this.drop = drop;
        this.mails = mails;
        this.end = end;
    }

    InputBuffer input() {
        return input;
    }

    /** Whether the client has said QUIT. */
    boolean hasQuit() {
        return quit;
    }

    /** Obeys the next command; false if there is none. */
    boolean obeyNext() {
        ByteBuffer octets = input.line();
        int length = octets == null ? input.octets().remaining() - 1 : octets.remaining();
        if (length > MAX_LINE_OCTETS) {
            wire.reply("-ERR Line too long");
            end.accept(Reason.CLIENT_PROTOCOL);
            return false;
        }
        if (octets == null) {
            return false;
        }
        String line = ISO_8859_1.decode(octets).toString();
        int space = line.indexOf(' ');
        String keyword = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        obey(keyword, space < 0 ? "" : line.substring(space).trim());
        return true;
    }

    private void obey(String keyword, String arguments) {
        switch (keyword) {
            case "STAT" -> wire.send(keyword, (positive, line) -> wire.reply(positive ? drop.totals(line) : line));
            case "LIST", "UIDL" -> {
                if (arguments.isEmpty()) {
                    wire.list(keyword, drop::shows);
                } else {
                    numbered(arguments, number -> wire.pass(keyword + " " + number));
                }
            }
            case "RETR" -> numbered(arguments, number -> mails.begin(MailFetch.retrieve(number)));
            case "TOP" -> top(arguments);
            case "DELE" -> numbered(arguments, this::delete);
            case "RSET" -> {
                drop.reset();
                wire.pass(keyword);
            }
            case "NOOP" -> wire.pass(keyword);
            case "QUIT" -> quit = true;
            case "CAPA" -> capabilities();
            case "USER", "PASS", "AUTH", "APOP", "STLS", "UTF8", "LANG" -> wire.reply("-ERR Not now");
            default -> {
                wire.reply("-ERR Unknown command");
                if (++unknownCommands >= settings.maxUnknownCommands()) {
                    end.accept(Reason.CLIENT_PROTOCOL);
                }
            }
        }
    }

    private void numbered(String argument, IntConsumer command) {
        Matcher number = NUMBER.matcher(argument);
        if (!number.matches()) {
            wire.reply(Transaction.SYNTAX);
        } else if (drop.isDeferred(Integer.parseInt(number.group(1)))) {
            wire.reply("-ERR No such message");
        } else {
            command.accept(Integer.parseInt(number.group(1)));
        }
    }

    private void top(String arguments) {
        Matcher both = TOP_ARGUMENTS.matcher(arguments);
        if (both.matches()) {
            numbered(both.group(1), number -> mails.begin(MailFetch.top(number, Integer.parseInt(both.group(2)))));
        } else {
            wire.reply(Transaction.SYNTAX);
        }
    }

    private void delete(int number) {
        if (drop.isKept(number) || settings.policy() == CopyPolicy.NO_COPIES) {
            wire.pass("DELE " + number);
            return;
        }
        if (drop.isFull()) {
            wire.reply("-ERR [SYS/TEMP] Too many deletions in one session");
            return;
        }
        wire.send("LIST " + number, (positive, line) -> {
            if (positive) {
                Matcher size = RelayedDrop.SIZE.matcher(line);
                drop.defer(number, size.matches() ? Long.parseLong(size.group(1)) : 0);
                wire.reply("+OK Deleted");
            } else {
                wire.reply(line);
            }
        });
    }

    private void capabilities() {
        wire.send("CAPA", (positive, line) -> {
            wire.write(ByteBuffer.wrap(("+OK Capabilities follow\r\n" + OWN_CAPABILITIES).getBytes(ISO_8859_1)));
            if (positive) {
                wire.remote()
                        .list(
                                capability ->
                                        CAPABILITIES.contains(capability.split(" ", 2)[0].toUpperCase(Locale.ROOT)),
                                wire::reply);
            } else {
                wire.reply(".");
            }
        });
    }
}
