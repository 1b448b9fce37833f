package org.letterlock.protocol.pop3;

import java.util.BitSet;
import java.util.List;

/** A maildrop in the TRANSACTION state (RFC 1939, section 5): its mails, and which of them are marked as deleted. */
final class Drop {

    /** What {@link #find} says of a number that names no mail of the session. */
    static final int NONE = -1;

    private static final int MAX_DIGITS = 9;

    private final MailList mails;
    private final BitSet deleted = new BitSet();
    private int count;
    private long octets;

    Drop(MailList mails) {
        this.mails = mails;
        countAll();
    }

    int size() {
        return mails.size();
    }

    int count() {
        return count;
    }

    long octets() {
        return octets;
    }

    long octets(int index) {
        return mails.octets(index);
    }

    String uidl(int index) {
        return mails.uidl(index);
    }

    /** The index of the mail with this number, if there is one and it is not deleted. */
    int find(String number) {
        if (number.length() > MAX_DIGITS || !isNumber(number)) {
            return NONE;
        }
        int index = Integer.parseInt(number) - 1;
        return index >= 0 && index < mails.size() && !deleted.get(index) ? index : NONE;
    }

    /** The first mail from this index on that is not deleted; {@link #size()} or more if there is none. */
    int nextFrom(int index) {
        return deleted.nextClearBit(index);
    }

    void delete(int index) {
        deleted.set(index);
        count--;
        octets -= mails.octets(index);
    }

    void reset() {
        deleted.clear();
        countAll();
    }

    List<Integer> deleted() {
        return deleted.stream().boxed().toList();
    }

    static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void countAll() {
        count = mails.size();
        octets = 0;
        for (int i = 0; i < count; i++) {
            octets += mails.octets(i);
        }
    }
}
