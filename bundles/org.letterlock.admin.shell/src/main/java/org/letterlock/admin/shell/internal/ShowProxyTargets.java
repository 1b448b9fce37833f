package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.ProxyTargets;

/** {@code proxy:targets}. */
@Service
@Command(
        scope = "proxy",
        name = "targets",
        description = "Shows the servers that the proxies may connect to, and how connections to them went")
public final class ShowProxyTargets extends GatewayCommand<ProxyTargets> {

    private static final int MAX_SERVERS = 100;

    @Override
    ProxyTargets run(GatewayAdmin gateway) throws AdminException {
        return gateway.proxyTargets();
    }

    @Override
    void print(ProxyTargets targets, PrintStream out) {
        out.println("allowed " + String.join(",", targets.allowed()));
        targets.servers().stream().limit(MAX_SERVERS).forEach(server -> print(server, out));
        if (targets.servers().isEmpty()) {
            out.println("no connection since the start");
        }
        if (targets.servers().size() > MAX_SERVERS) {
            out.println();
            out.println((targets.servers().size() - MAX_SERVERS) + " more, see --json");
        }
    }

    private static void print(ProxyTargets.Server server, PrintStream out) {
        out.println();
        out.println((server.host().indexOf(':') < 0 ? server.host() : "[" + server.host() + "]") + ":" + server.port());
        out.println("  last success " + MailboxText.orDash(server.lastSuccess()));
        out.println("  last failure " + MailboxText.orDash(server.lastFailure())
                + (server.failure() == null ? "" : " " + server.reason() + ": " + server.failure()));
        ProxyTargets.Certificate certificate = server.certificate();
        if (certificate != null) {
            out.println("  certificate  " + certificate.subject());
            out.println("  issued by    " + certificate.issuer());
            out.println("  until        " + certificate.notAfter());
            out.println("  fingerprint  " + certificate.fingerprint());
        }
    }
}
