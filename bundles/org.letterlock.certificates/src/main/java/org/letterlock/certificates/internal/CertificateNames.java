package org.letterlock.certificates.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;

/** The names in a certificate. */
final class CertificateNames {

    private static final Set<Integer> DNS = Set.of(GeneralName.dNSName);
    private static final Set<Integer> DNS_AND_IP = Set.of(GeneralName.dNSName, GeneralName.iPAddress);

    /** A DNS name, perhaps with a wildcard. What is anything else is for people, and could be made to look like one. */
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private CertificateNames() {}

    /** DNS names, or the common name of a certificate that lists none (RFC 6125, section 6.4.4); in lower case. */
    static List<String> dns(X509Certificate certificate) {
        List<String> alternatives = alternatives(certificate, DNS);
        return (alternatives.isEmpty() ? commonNames(certificate) : alternatives.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> HOST.matcher(name).matches())
                .distinct()
                .toList();
    }

    /** DNS names and addresses, or the common name of a certificate that lists none. */
    static List<String> all(X509Certificate certificate) {
        List<String> alternatives = alternatives(certificate);
        return alternatives.isEmpty() ? commonNames(certificate).toList() : alternatives;
    }

    /** DNS names and addresses that it lists, which is what clients look at (RFC 9525, section 6.3). */
    static List<String> alternatives(X509Certificate certificate) {
        return alternatives(certificate, DNS_AND_IP);
    }

    private static List<String> alternatives(X509Certificate certificate, Set<Integer> types) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> types.contains(name.get(0)))
                        .forEach(name -> names.add(name.get(1).toString()));
            }
        } catch (CertificateParsingException e) {
            // A certificate whose names cannot be read has none.
            names.clear();
        }
        return names;
    }

    private static Stream<String> commonNames(X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        RDN[] commonNames = subject.getRDNs(BCStyle.CN);
        return Stream.of(commonNames)
                .map(name -> IETFUtils.valueToString(name.getFirst().getValue()));
    }
}
