package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;

/** The body of a deletion record. */
record Tombstones(List<Tombstone> deleted) {

    private static final int ENTRY_LENGTH = 32;

    /** A deleted mail and where it was. */
    record Tombstone(MessageId id, LogPosition position) {}

    Tombstones {
        deleted = List.copyOf(deleted);
    }

    List<MessageId> ids() {
        return deleted.stream().map(Tombstone::id).toList();
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(deleted.size() * ENTRY_LENGTH);
        for (Tombstone tombstone : deleted) {
            UUID id = tombstone.id().value();
            out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            out.putLong(tombstone.position().segment())
                    .putLong(tombstone.position().offset());
        }
        return out.array();
    }

    static Tombstones decode(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        List<Tombstone> deleted = new ArrayList<>(octets.length / ENTRY_LENGTH);
        while (in.remaining() >= ENTRY_LENGTH) {
            deleted.add(new Tombstone(
                    new MessageId(new UUID(in.getLong(), in.getLong())), new LogPosition(in.getLong(), in.getLong())));
        }
        return new Tombstones(deleted);
    }
}
