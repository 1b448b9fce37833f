package org.letterlock.crypto.api;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The sealing of one mail, octets in, sealed octets out, in constant memory. Confined to one thread at a time; does not
 * block. Nothing need be done to give it up.
 */
@ProviderType
public interface Sealing {

    /**
     * Seals more of the mail.
     *
     * @param plain octets from position to limit; read completely, not kept
     * @param sealed takes sealed octets, none, once or several times, in order; it owns each buffer it is given
     * @throws CryptoException if sealing fails; the mail must not be stored then
     */
    void update(ByteBuffer plain, Consumer<ByteBuffer> sealed) throws CryptoException;

    /**
     * Ends the mail.
     *
     * @param sealed takes the last sealed octets
     * @throws CryptoException if sealing fails; the mail must not be stored then
     */
    void finish(Consumer<ByteBuffer> sealed) throws CryptoException;
}
