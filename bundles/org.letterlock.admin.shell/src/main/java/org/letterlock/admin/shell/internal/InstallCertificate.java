package org.letterlock.admin.shell.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code certificate:install}. */
@Service
@Command(
        scope = "certificate",
        name = "install",
        description =
                "Checks a certificate and puts it in force, without closing a port: --chain and --key, or --pkcs12")
public final class InstallCertificate extends CertificateCommand {

    private static final int MAX_OCTETS = 1 << 20;
    private static final String FROM_INPUT = "--password-stdin";
    private static final String PASSWORD = "password of the file";

    @Option(name = "--chain", description = "PEM file of the certificate and its issuers, absolute path")
    @Nullable String chain;

    @Option(name = "--key", description = "PEM file of its private key, absolute path")
    @Nullable String key;

    @Option(name = "--pkcs12", description = "PKCS#12 file with all of it, absolute path; asks for its password")
    @Nullable String pkcs12;

    @Option(name = FROM_INPUT, description = "Read the password of the PKCS#12 file from standard input, do not ask")
    boolean fromInput;

    @Override
    CertificateView run(GatewayAdmin gateway) throws AdminException, CommandException {
        if (pkcs12 != null && chain == null && key == null) {
            return install(gateway, pkcs12);
        }
        if (chain == null || key == null || pkcs12 != null) {
            throw failure("give --chain and --key, or --pkcs12", null);
        }
        String certificates = new String(GivenFile.read(chain, MAX_OCTETS), ISO_8859_1);
        byte[] octets = GivenFile.read(key, MAX_OCTETS);
        char[] secret = ISO_8859_1.decode(ByteBuffer.wrap(octets)).array();
        try {
            return gateway.installCertificate(certificates, secret);
        } finally {
            Arrays.fill(secret, '\0');
            Arrays.fill(octets, (byte) 0);
        }
    }

    private CertificateView install(GatewayAdmin gateway, String file) throws AdminException, CommandException {
        byte[] store = GivenFile.read(file, MAX_OCTETS);
        char[] password = fromInput
                ? SecretInput.read(Objects.requireNonNull(session), PASSWORD)
                : SecretInput.ask(Objects.requireNonNull(session), PASSWORD, FROM_INPUT);
        try {
            return gateway.installCertificate(store, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
