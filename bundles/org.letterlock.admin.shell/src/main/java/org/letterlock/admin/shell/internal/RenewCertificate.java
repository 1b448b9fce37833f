package org.letterlock.admin.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code certificate:renew}. */
@Service
@Command(scope = "certificate", name = "renew", description = "Asks the ACME server for a new certificate, soon")
public final class RenewCertificate extends CertificateCommand {

    @Override
    CertificateView run(GatewayAdmin gateway) throws AdminException {
        return gateway.renewCertificate();
    }
}
