package org.letterlock.testkit.transport;

import java.lang.reflect.Proxy;
import javax.net.ssl.SSLSession;

/** A TLS session without TLS: knows its protocol and cipher suite, nothing else. */
final class FakeTls {

    private FakeTls() {}

    static SSLSession session() {
        return (SSLSession) Proxy.newProxyInstance(
                FakeTls.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProtocol" -> "TLSv1.3";
                    case "getCipherSuite" -> "TLS_AES_256_GCM_SHA384";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
