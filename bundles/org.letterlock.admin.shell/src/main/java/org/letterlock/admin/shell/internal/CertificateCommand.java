package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.letterlock.admin.api.CertificateView;

/** A command that ends with the certificate in force. */
abstract class CertificateCommand extends GatewayCommand<CertificateView> {

    @Override
    final void print(CertificateView certificate, PrintStream out) {
        out.println("source      " + certificate.source());
        out.println("names       " + String.join(", ", certificate.names()));
        out.println("subject     " + certificate.subject());
        out.println("issued by   " + certificate.issuer());
        out.println("from        " + certificate.notBefore());
        out.println("until       " + certificate.notAfter() + "  (" + certificate.daysLeft() + " days)");
        out.println("serial      " + certificate.serial());
        out.println("SHA-256     " + certificate.fingerprint());
        CertificateView.Acme acme = certificate.acme();
        if (acme.enabled()) {
            out.println("ACME        " + acme.directory() + " for " + String.join(", ", acme.names()));
            out.println("  last      " + MailboxText.orDash(acme.lastAttempt())
                    + (acme.lastError() == null ? "" : " failed: " + acme.lastError()));
            out.println("  next      " + MailboxText.orDash(acme.nextAttempt()));
        } else {
            out.println("ACME        off");
        }
    }
}
