package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of the TRANSACTION state (RFC 1939, section 5 and 7). */
final class Transaction {

    static final String SYNTAX = "-ERR Syntax error in arguments";

    private static final String NO_SUCH_MESSAGE = "-ERR No such message";
    private static final int MAX_DIGITS = 9;

    private final Drop drop;
    private final StringBuilder replies;
    private @Nullable Listing listing;

    Transaction(MailList mails, StringBuilder replies) {
        this.drop = new Drop(mails);
        this.replies = replies;
    }

    /** Does a command; what it returns is left to do. */
    Pop3Action.@Nullable Retrieve command(String keyword, String arguments) {
        switch (keyword) {
            case "NOOP" -> reply("+OK");
            case "RSET" -> {
                drop.reset();
                reportTotals();
            }
            case "STAT" -> reply("+OK " + drop.count() + " " + drop.octets());
            case "LIST" -> list(Listing.Kind.SIZES, arguments);
            case "UIDL" -> list(Listing.Kind.IDS, arguments);
            case "DELE" -> delete(arguments);
            case "RETR" -> {
                return retrieve(arguments);
            }
            case "TOP" -> {
                return top(arguments);
            }
            default -> throw new IllegalArgumentException(keyword);
        }
        return null;
    }

    void reportTotals() {
        reply("+OK " + drop.count() + " messages (" + drop.octets() + " octets)");
    }

    boolean isListing() {
        return listing != null;
    }

    void continueListing(int length) {
        if (listing != null && listing.appendTo(replies, length)) {
            listing = null;
        }
    }

    List<Integer> deleted() {
        return drop.deleted();
    }

    private void list(Listing.Kind kind, String number) {
        if (number.isEmpty()) {
            reply("+OK " + drop.count() + " messages");
            listing = new Listing(drop, kind);
            return;
        }
        int index = find(number);
        if (index != Drop.NONE) {
            replies.append("+OK ");
            new Listing(drop, kind).appendLine(replies, index);
        }
    }

    private void delete(String number) {
        int index = find(number);
        if (index != Drop.NONE) {
            drop.delete(index);
            reply("+OK Deleted");
        }
    }

    private Pop3Action.@Nullable Retrieve retrieve(String number) {
        int index = find(number);
        return index == Drop.NONE
                ? null
                : retrieve(index, Pop3BodyEncoder.WHOLE, "+OK " + drop.octets(index) + " octets\r\n");
    }

    private Pop3Action.@Nullable Retrieve top(String arguments) {
        int space = arguments.indexOf(' ');
        String lines = arguments.substring(space + 1).trim();
        if (space < 0 || !Drop.isNumber(lines)) {
            reply(SYNTAX);
            return null;
        }
        int index = find(arguments.substring(0, space));
        // More than nine digits are more lines than a mail can have.
        int bodyLines = lines.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(lines);
        return index == Drop.NONE ? null : retrieve(index, bodyLines, "+OK Top of message follows\r\n");
    }

    private static Pop3Action.Retrieve retrieve(int index, int bodyLines, String positive) {
        return new Pop3Action.Retrieve(index, bodyLines, positive.getBytes(US_ASCII));
    }

    /** The index of a mail; if there is none, that has been said. */
    private int find(String number) {
        int index = drop.find(number);
        if (index == Drop.NONE) {
            reply(NO_SUCH_MESSAGE);
        }
        return index;
    }

    private void reply(String line) {
        replies.append(line).append("\r\n");
    }
}
