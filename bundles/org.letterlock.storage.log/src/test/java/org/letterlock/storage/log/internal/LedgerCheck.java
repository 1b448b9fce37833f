package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Checks the chain of every mailbox and that its numbers have no gap, from the ledger files alone, by the written format
 * and with nothing of the store's own reading.
 */
final class LedgerCheck {

    private static final int FILE_HEADER = 56;
    private static final int ENTRY = 208;
    private static final int ENTRY_OF_MOVED = 240;
    private static final int ENTRY_OF_OUTCOME = 248;
    private static final int DROPPED = 2;

    private final Map<String, byte[]> heads = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, String> mails = new HashMap<>();
    private final Map<String, byte[]> pending = new HashMap<>();
    private long checkedThrough;

    /** Goes on with the ledgers that came since. */
    void goOn(Path ledgerFolder) throws IOException {
        NavigableMap<Long, Path> ledgers = DataFolder.numbered(ledgerFolder);
        for (Map.Entry<Long, Path> ledger :
                ledgers.tailMap(checkedThrough, false).entrySet()) {
            check(ledger.getValue());
            checkedThrough = ledger.getKey();
        }
    }

    private void check(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(octets);
        int at = FILE_HEADER;
        while (at < octets.length) {
            int type = octets[at + 5];
            int length = type == 8 ? ENTRY_OF_MOVED : type == 7 ? ENTRY_OF_OUTCOME : ENTRY;
            byte[] entry = Arrays.copyOfRange(octets, at, at + length);
            String mailbox = in.getLong(at + 32) + ":" + in.getLong(at + 40);
            byte[] previous = Arrays.copyOfRange(entry, 136, 168);
            assertThat(previous)
                    .as("previous of %s at %s in %s", mailbox, at, file)
                    .isEqualTo(heads.getOrDefault(mailbox, new byte[32]));
            long before = sequences.getOrDefault(mailbox, 0L);
            String what = "sequence in %s at %s in %s".formatted(mailbox, at, file);
            if (type == 8) {
                assertThat(mails).as(what).containsEntry(mailbox + in.getLong(at + 64), whatStays(entry));
            } else {
                boolean isMail = type == 1 || (type == 7 && in.getInt(at + 240) != DROPPED);
                assertThat(in.getLong(at + 64)).as(what).isEqualTo(isMail ? before + 1 : before);
                sequences.put(mailbox, in.getLong(at + 64));
            }
            if (type == 1) {
                mails.put(mailbox + in.getLong(at + 64), whatStays(entry));
            } else if (type == 6) {
                pending.put(in.getLong(at + 8) + ":" + in.getLong(at + 16), entry);
            } else if (type == 7) {
                byte[] copy = pending.remove(in.getLong(at + 208) + ":" + in.getLong(at + 216));
                assertThat(copy).as("pending copy of %s", what).isNotNull();
                System.arraycopy(entry, 64, copy, 64, Long.BYTES);
                if (in.getInt(at + 240) != DROPPED) {
                    mails.put(mailbox + in.getLong(at + 64), whatStays(copy));
                }
            }
            heads.put(mailbox, sha256(entry));
            at += length + (type == 2 ? (int) in.getLong(at + 88) : 0);
        }
    }

    /** What a moved message has in common with the message, or with the pending copy and its outcome's number. */
    private static String whatStays(byte[] entry) {
        return HexFormat.of().formatHex(entry, 32, 136) + HexFormat.of().formatHex(entry, 168, 204);
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
