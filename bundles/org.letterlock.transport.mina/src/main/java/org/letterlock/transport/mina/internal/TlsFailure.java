package org.letterlock.transport.mina.internal;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.Target;

/** Why the handshake with a server failed, for people. */
final class TlsFailure {

    private TlsFailure() {}

    static Reason reason(SSLException e) {
        return find(e, CertificateException.class).isPresent() ? Reason.CERTIFICATE : Reason.TLS_HANDSHAKE;
    }

    static String text(Target target, SSLException e) {
        Optional<CertificateException> certificate = find(e, CertificateException.class);
        if (certificate.isEmpty()) {
            return "the TLS handshake with " + target + " failed: " + e.getMessage();
        }
        return "the certificate of " + target + " " + what(e, certificate.get());
    }

    private static String what(SSLException e, CertificateException certificate) {
        if (find(e, CertificateExpiredException.class).isPresent()) {
            return "has expired";
        }
        if (find(e, CertificateNotYetValidException.class).isPresent()) {
            return "is not valid yet";
        }
        // The JDK looks at the name last, and has no exception of its own for it; whatever is wrong with the chain has.
        return certificate.getClass() == CertificateException.class && certificate.getCause() == null
                ? "is for another host name"
                : "is not trusted: no authority that the gateway knows vouches for it";
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
