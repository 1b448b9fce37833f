package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a header says of its body.
 *
 * @param length octets
 * @param crc32c against accidents, checked by every reader
 * @param sha256 for the ledger
 */
record BodyDigest(long length, int crc32c, byte[] sha256) {

    static BodyDigest of(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return new BodyDigest(body.length, (int) crc.getValue(), Hashes.sha256(body));
    }

    boolean matches(ByteBuffer body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue() == crc32c;
    }
}
