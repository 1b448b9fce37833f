package org.letterlock.certificates.internal;

import java.util.List;

/** An authority that issues certificates by ACME. For one thread. */
interface AcmeAuthority {

    /**
     * Orders a certificate for a new key and proves that the names are this gateway's. Takes minutes if the authority
     * does; an interrupt ends it.
     *
     * @param names what it is to be for
     * @param challenges where what the authority wants to see is shown
     * @return the certificate with its issuers and its key, as the authority sent them
     */
    KeyMaterial issue(List<String> names, HttpChallenges challenges) throws AcmeFailedException, InterruptedException;
}
