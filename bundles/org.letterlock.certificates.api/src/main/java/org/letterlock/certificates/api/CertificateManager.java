package org.letterlock.certificates.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Says which certificate is in force and puts another one in its place, for new connections at once, without closing a port
 * or a connection, and for good. Precedence: {@link ServerCertificate.Source}. Thread-safe; what throws reads and writes
 * files and may take seconds.
 */
@ProviderType
public interface CertificateManager {

    /** Longest text of a chain or a key that is looked at, in characters. */
    int MAX_PEM_CHARS = 262_144;

    /** Longest PKCS#12 file that is looked at, in octets. */
    int MAX_PKCS12_OCTETS = 1_048_576;

    /**
     * The certificate in force. Does not block.
     *
     * @return it
     */
    ServerCertificate inForce();

    /**
     * Installs a certificate. Before anything is replaced it is checked: the key is the certificate's and of a type that TLS
     * can use, the chain is put in order and what does not belong to it left out, certificate and issuers are valid now, and
     * the certificate is for servers and names a host.
     *
     * @param chain certificates (RFC 7468), the server's and its issuers' in any order, the root left out or not; at most
     *     {@link #MAX_PEM_CHARS}
     * @param key the private key of the server's, RSA or EC, not locked by a password (PKCS#8, PKCS#1 or SEC 1 as PEM); at
     *     most {@link #MAX_PEM_CHARS}. Read only: the caller overwrites it
     * @return the certificate, which is in force now
     * @throws CertificateManagerException if it cannot be used ({@link CertificateManagerException.Reason#INVALID}), configured
     *     files take precedence, or it cannot be stored
     */
    ServerCertificate installPem(String chain, char[] key) throws CertificateManagerException;

    /**
     * Installs a certificate, checked as by {@link #installPem}.
     *
     * @param store a PKCS#12 file (RFC 7292) with one private key and the certificates of its chain; at most {@link
     *     #MAX_PKCS12_OCTETS}
     * @param password what locks it, may be empty. Read only: the caller overwrites it
     * @return the certificate, which is in force now
     * @throws CertificateManagerException as {@link #installPem}, or if the password is another one
     */
    ServerCertificate installPkcs12(byte[] store, char[] password) throws CertificateManagerException;

    /**
     * Deletes the certificate that is installed, or else the one from an ACME server, with its key. The next source has its
     * turn.
     *
     * @return the certificate that is in force now
     * @throws CertificateManagerException if there is neither, it is from an ACME server and ACME is on, the next one cannot
     *     be used, or files cannot be deleted
     */
    ServerCertificate remove() throws CertificateManagerException;

    /**
     * How the certificate by ACME is doing. Does not block.
     *
     * @return the state of now
     */
    AcmeState acme();

    /**
     * Asks the ACME server for a new certificate, soon and on another thread; {@link #acme()} says how it went. Nothing
     * happens while an attempt is being made.
     *
     * @throws CertificateManagerException if ACME is off, or the last attempt was less than a minute ago
     */
    void renewNow() throws CertificateManagerException;
}
