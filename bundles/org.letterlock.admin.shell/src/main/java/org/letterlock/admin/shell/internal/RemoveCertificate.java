package org.letterlock.admin.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code certificate:remove}. */
@Service
@Command(
        scope = "certificate",
        name = "remove",
        description = "Takes back the certificate that was installed, or came by ACME")
public final class RemoveCertificate extends CertificateCommand {

    @Override
    CertificateView run(GatewayAdmin gateway) throws AdminException {
        return gateway.removeCertificate();
    }
}
