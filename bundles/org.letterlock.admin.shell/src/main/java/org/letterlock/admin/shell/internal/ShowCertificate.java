package org.letterlock.admin.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code certificate:show}. */
@Service
@Command(
        scope = "certificate",
        name = "show",
        description = "Shows the certificate of the mail ports and how ACME is doing")
public final class ShowCertificate extends CertificateCommand {

    @Override
    CertificateView run(GatewayAdmin gateway) throws AdminException {
        return gateway.certificate();
    }
}
