package org.letterlock.admin.core.internal;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.TlsContexts;

/** A certificate without TLS. */
record FakeTls(CertificateStatus status) implements TlsContexts {

    @Override
    public SSLContext server() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLContext serverAskingClients() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLContext client() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> clientNames(SSLSession session) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> protocols() {
        throw new UnsupportedOperationException();
    }
}
