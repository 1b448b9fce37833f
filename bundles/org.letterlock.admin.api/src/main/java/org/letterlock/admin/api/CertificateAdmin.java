package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/** The certificate of the mail ports and the console. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface CertificateAdmin {

    /**
     * The certificate that is in force.
     *
     * @return it, and how ACME is doing
     * @throws AdminException if the certificates are not there
     */
    @NotAudited
    CertificateView certificate() throws AdminException;

    /**
     * Puts a certificate of PEM text in force, without closing a port. It is checked completely before.
     *
     * @param chain the certificate and those of its issuers, PEM
     * @param key its private key, PEM, not encrypted; read, not kept by the caller
     * @return the certificate in force now
     * @throws AdminException with {@link AdminException.Reason#INVALID} and what is wrong if it cannot be used
     */
    CertificateView installCertificate(String chain, char[] key) throws AdminException;

    /**
     * Puts the certificate of a PKCS#12 file in force, without closing a port. It is checked completely before.
     *
     * @param store the file's octets, at most 1 MiB
     * @param password its password; read, not kept
     * @return the certificate in force now
     * @throws AdminException with {@link AdminException.Reason#INVALID} and what is wrong if it cannot be used, or
     *     {@link AdminException.Reason#DENIED} if the password is another one
     */
    CertificateView installCertificate(byte[] store, char[] password) throws AdminException;

    /**
     * Takes back an installed certificate: that of ACME holds, or of the gateway's own authority.
     *
     * @return the certificate in force now
     * @throws AdminException if it could not be done
     */
    CertificateView removeCertificate() throws AdminException;

    /**
     * Asks the ACME server for a new certificate now.
     *
     * @return how it is when the attempt has begun
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if ACME is switched off
     */
    CertificateView renewCertificate() throws AdminException;
}
