package org.letterlock.crypto.openpgp.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.crypto.api.BrokenSealException;

/** The envelopes that a mail begins with, all of the same session key: the mailbox's first, then the escrow's if any. */
final class KeyEnvelopes {

    private static final int MAX_RECIPIENTS = 2;

    static final int MAX_OCTETS = MAX_RECIPIENTS * KeyEnvelope.PACKET_OCTETS;

    private KeyEnvelopes() {}

    /** The packets, headers included, that tell each recipient the session key. */
    static byte[] wrap(List<Recipient> recipients, byte[] sessionKey, SecureRandom random) {
        byte[] packets = new byte[recipients.size() * KeyEnvelope.PACKET_OCTETS];
        int at = 0;
        for (Recipient recipient : recipients) {
            System.arraycopy(
                    KeyEnvelope.wrap(recipient, sessionKey, random), 0, packets, at, KeyEnvelope.PACKET_OCTETS);
            at += KeyEnvelope.PACKET_OCTETS;
        }
        return packets;
    }

    /** The bodies of the packets a mail begins with, one or two. */
    static List<byte[]> read(BufferedInputStream sealed) throws IOException {
        List<byte[]> bodies = new ArrayList<>(MAX_RECIPIENTS);
        do {
            bodies.add(new PacketInputStream(sealed, KeyEnvelope.TAG).readNBytes(KeyEnvelope.BODY_OCTETS + 1));
        } while (bodies.size() < MAX_RECIPIENTS && isNext(sealed));
        return bodies;
    }

    private static boolean isNext(BufferedInputStream sealed) throws IOException {
        sealed.mark(1);
        int first = sealed.read();
        sealed.reset();
        return first == (PacketHeader.NEW_FORMAT | KeyEnvelope.TAG);
    }

    /** The one for a key. */
    static byte[] choose(List<byte[]> bodies, byte[] fingerprint) throws BrokenSealException {
        for (byte[] body : bodies) {
            if (KeyEnvelope.isFor(fingerprint, body)) {
                return body;
            }
        }
        throw new BrokenSealException("the mail is not sealed to this key", null);
    }
}
