package org.letterlock.crypto.openpgp.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.Wrapper;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.UnlockedKey;

/**
 * The public key encrypted session key packet, version 6 for X25519 (RFC 9580, sections 5.1.2 and 5.1.6). Its length is
 * constant: 6, 33, 6, fingerprint (32), 25, ephemeral key (32), 40, wrapped session key (40).
 */
final class KeyEnvelope {

    static final int TAG = 1;
    static final int BODY_OCTETS = 109;
    /** With the header: tag and one octet of length. */
    static final int PACKET_OCTETS = 2 + BODY_OCTETS;

    private static final int KEY_VERSION = 6;
    private static final int FINGERPRINT_OCTETS = 32;
    private static final int ALGORITHM_X25519 = 25;
    private static final int POINT_OCTETS = 32;
    private static final int WRAPPED_OCTETS = SeipdFormat.KEY_OCTETS + 8;
    private static final int FINGERPRINT_AT = 3;
    private static final int POINT_AT = FINGERPRINT_AT + FINGERPRINT_OCTETS + 1;
    private static final int WRAPPED_AT = POINT_AT + POINT_OCTETS + 1;

    private static final int WRAPPING_KEY_OCTETS = 16;
    private static final byte[] CONTEXT = "OpenPGP X25519".getBytes(StandardCharsets.US_ASCII);

    private KeyEnvelope() {}

    /** The packet, header included, that tells the recipient the session key. */
    static byte[] wrap(Recipient recipient, byte[] sessionKey, SecureRandom random) {
        X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(random);
        byte[] point = ephemeral.generatePublicKey().getEncoded();
        byte[] shared = agree(ephemeral, recipient.point());
        Wrapper wrapper = new RFC3394WrapEngine(AESEngine.newInstance());
        wrapper.init(true, wrappingKey(point, recipient.point(), shared));
        byte[] wrapped = wrapper.wrap(sessionKey, 0, sessionKey.length);

        byte[] packet = new byte[PACKET_OCTETS];
        packet[0] = (byte) (PacketHeader.NEW_FORMAT | TAG);
        packet[1] = BODY_OCTETS;
        byte[] body = emptyBody(recipient.fingerprint());
        System.arraycopy(point, 0, body, POINT_AT, POINT_OCTETS);
        System.arraycopy(wrapped, 0, body, WRAPPED_AT, WRAPPED_OCTETS);
        System.arraycopy(body, 0, packet, PACKET_OCTETS - BODY_OCTETS, BODY_OCTETS);
        return packet;
    }

    /** The session key in a packet's body. */
    static byte[] unwrap(UnlockedKey key, byte[] body) throws BrokenSealException {
        if (!isFor(key.fingerprint(), body)) {
            throw new BrokenSealException("the mail is not sealed to this key", null);
        }
        byte[] point = Arrays.copyOfRange(body, POINT_AT, POINT_AT + POINT_OCTETS);
        try {
            X25519PrivateKeyParameters secret = new X25519PrivateKeyParameters(key.secret(), 0);
            byte[] shared = agree(secret, point);
            Wrapper wrapper = new RFC3394WrapEngine(AESEngine.newInstance());
            wrapper.init(false, wrappingKey(point, secret.generatePublicKey().getEncoded(), shared));
            return wrapper.unwrap(body, WRAPPED_AT, WRAPPED_OCTETS);
        } catch (IllegalStateException | InvalidCipherTextException e) {
            throw new BrokenSealException("the mail's session key does not open with this key", e);
        }
    }

    /** Whether a packet's body is for the key with that fingerprint. */
    static boolean isFor(byte[] fingerprint, byte[] body) {
        byte[] expected = emptyBody(fingerprint);
        return body.length == BODY_OCTETS
                && Arrays.equals(body, 0, POINT_AT, expected, 0, POINT_AT)
                && body[WRAPPED_AT - 1] == expected[WRAPPED_AT - 1];
    }

    /** The fingerprint of the key that a packet's body is for. */
    static byte[] recipient(byte[] body) throws BrokenSealException {
        byte[] fingerprint = body.length < POINT_AT
                ? new byte[FINGERPRINT_OCTETS]
                : Arrays.copyOfRange(body, FINGERPRINT_AT, FINGERPRINT_AT + FINGERPRINT_OCTETS);
        if (body.length != BODY_OCTETS || !Arrays.equals(body, 0, POINT_AT, emptyBody(fingerprint), 0, POINT_AT)) {
            throw new BrokenSealException("the mail's session key is wrapped in an unknown way", null);
        }
        return fingerprint;
    }

    private static byte[] emptyBody(byte[] fingerprint) {
        byte[] body = new byte[BODY_OCTETS];
        body[0] = 6;
        body[1] = 1 + FINGERPRINT_OCTETS;
        body[2] = KEY_VERSION;
        System.arraycopy(fingerprint, 0, body, FINGERPRINT_AT, FINGERPRINT_OCTETS);
        body[POINT_AT - 1] = ALGORITHM_X25519;
        body[WRAPPED_AT - 1] = WRAPPED_OCTETS;
        return body;
    }

    /** Throws an IllegalStateException if the result is all zero (RFC 7748, section 6.1). */
    private static byte[] agree(X25519PrivateKeyParameters secret, byte[] point) {
        byte[] shared = new byte[POINT_OCTETS];
        secret.generateSecret(new X25519PublicKeyParameters(point, 0), shared, 0);
        return shared;
    }

    private static KeyParameter wrappingKey(byte[] ephemeralPoint, byte[] recipientPoint, byte[] shared) {
        byte[] input = org.bouncycastle.util.Arrays.concatenate(ephemeralPoint, recipientPoint, shared);
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(input, null, CONTEXT));
        byte[] key = new byte[WRAPPING_KEY_OCTETS];
        hkdf.generateBytes(key, 0, key.length);
        Arrays.fill(input, (byte) 0);
        Arrays.fill(shared, (byte) 0);
        return new KeyParameter(key);
    }
}
