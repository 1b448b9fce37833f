package org.letterlock.certificates.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gateway's own authority and certificate: {@code ca.pem}, {@code ca.key}, {@code server.pem} and {@code
 * server.key}. Keys are written before their certificates and never replaced, so a crash leaves nothing that does not fit,
 * and a client that has pinned a key goes on. A server certificate that the authority did not issue is somebody's own and
 * left alone.
 */
final class OwnCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

    private static final Duration RENEW_BEFORE_END = Duration.ofDays(30);

    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");

    private final Path folder;
    private final Path authorityFile;
    private final Path authorityKeyFile;
    private final Path serverFile;
    private final Path serverKeyFile;
    private final String mainName;
    private final Map<String, GeneralName> names;
    private final CertificateMaker maker = new CertificateMaker();

    OwnCertificate(Path folder, List<String> hostnames) {
        this.folder = folder;
        authorityFile = folder.resolve("ca.pem");
        authorityKeyFile = folder.resolve("ca.key");
        serverFile = folder.resolve("server.pem");
        serverKeyFile = folder.resolve("server.key");
        mainName = hostnames.get(0);
        names = Stream.concat(hostnames.stream(), ALWAYS.stream())
                .collect(Collectors.toMap(
                        OwnCertificate::canonical,
                        OwnCertificate::generalName,
                        (first, same) -> first,
                        LinkedHashMap::new));
    }

    /**
     * Makes what is missing, due for renewal or for other names.
     *
     * @return when the server certificate is due
     */
    Instant keepUp(Instant now) throws UnusableFileException {
        try {
            PrivateFiles.createFolder(folder);
            boolean served = Files.exists(serverFile);
            if (served && !Files.exists(authorityFile) && !Files.exists(authorityKeyFile)) {
                return Instant.MAX;
            }
            X509Certificate authority = authority(now);
            if (!served || isToBeReplaced(Pem.readCertificates(serverFile).get(0), authority, now)) {
                PrivateFiles.write(serverFile, newServerCertificate(authority, now));
                LOG.info("server certificate made file={} names={}", serverFile, names.keySet());
            }
            return dueAt(Pem.readCertificates(serverFile).get(0));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException(folder, "cannot hold the gateway's certificate: " + e, e);
        }
    }

    private X509Certificate authority(Instant now) throws IOException, UnusableFileException {
        boolean exists = Files.exists(authorityFile);
        if (exists) {
            X509Certificate authority = Pem.readCertificates(authorityFile).get(0);
            if (!endsSoon(authority, now)) {
                return authority;
            }
        }
        PrivateKey key = exists ? Pem.readPrivateKey(authorityKeyFile) : readOrMakeKey(authorityKeyFile);
        PrivateFiles.write(authorityFile, Pem.certificate(maker.authority(key, now)));
        LOG.warn("authority made, mail clients must trust it file={}", authorityFile);
        return Pem.readCertificates(authorityFile).get(0);
    }

    private boolean isToBeReplaced(X509Certificate server, X509Certificate authority, Instant now)
            throws CertificateParsingException {
        return isIssuedBy(server, authority)
                && (endsSoon(server, now) || !namesOf(server).equals(names.keySet()));
    }

    private String newServerCertificate(X509Certificate authority, Instant now)
            throws IOException, GeneralSecurityException, UnusableFileException {
        PrivateKey authorityKey = Pem.readPrivateKey(authorityKeyFile);
        PrivateKey key = readOrMakeKey(serverKeyFile);
        return Pem.certificate(maker.server(key, names.values(), mainName, authority, authorityKey, now));
    }

    private PrivateKey readOrMakeKey(Path file) throws IOException, UnusableFileException {
        if (!Files.exists(file)) {
            PrivateFiles.write(file, Pem.privateKey(maker.newKey()));
        }
        return Pem.readPrivateKey(file);
    }

    /** Whether the gateway's own authority issued a certificate. */
    boolean isMadeHere(X509Certificate certificate) throws UnusableFileException {
        return Files.exists(authorityFile)
                && isIssuedBy(certificate, Pem.readCertificates(authorityFile).get(0));
    }

    private static boolean endsSoon(X509Certificate certificate, Instant now) {
        return !now.isBefore(dueAt(certificate));
    }

    private static Instant dueAt(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant().minus(RENEW_BEFORE_END);
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> namesOf(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return alternatives == null
                ? Set.of()
                : alternatives.stream()
                        .map(name -> canonical(name.get(1).toString()))
                        .collect(Collectors.toSet());
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    /** One spelling per address. */
    private static String canonical(String name) {
        if (!IPAddress.isValid(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        try {
            return InetAddress.getByName(name).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address needs no look-up", e);
        }
    }
}
