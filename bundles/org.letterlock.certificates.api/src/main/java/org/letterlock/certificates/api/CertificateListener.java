package org.letterlock.certificates.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Wants to know when another certificate is in force. Whoever wants to registers it as a service. Who asks {@code
 * TlsContexts} for each handshake, as the mail ports do, needs none.
 */
@ConsumerType
@FunctionalInterface
public interface CertificateListener {

    /**
     * Another certificate is in force. Called one at a time, in the order in which they came into force, on the thread that
     * brought it; must return soon. What it throws is logged.
     *
     * @param certificate the one that is in force now
     */
    void certificateChanged(ServerCertificate certificate);
}
