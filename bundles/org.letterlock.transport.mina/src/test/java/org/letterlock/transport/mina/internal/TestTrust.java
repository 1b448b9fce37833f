package org.letterlock.transport.mina.internal;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.TlsContexts;

/** TLS material whose outbound connections trust whom the test says. */
record TestTrust(SSLContext client, List<String> protocols) implements TlsContexts {

    @Override
    public SSLContext server() {
        return TestTls.get().server();
    }

    @Override
    public SSLContext serverAskingClients() {
        return TestTls.get().serverAskingClients();
    }

    @Override
    public List<String> clientNames(SSLSession session) {
        return List.of();
    }

    @Override
    public CertificateStatus status() {
        throw new UnsupportedOperationException();
    }
}
