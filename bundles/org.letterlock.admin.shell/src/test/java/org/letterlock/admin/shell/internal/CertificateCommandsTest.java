package org.letterlock.admin.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.CertificateAdmin;
import org.letterlock.admin.api.CertificateView;

public class CertificateCommandsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> calls = new ArrayList<>();
    private boolean acme;

    private final CommandRunner runner = new CommandRunner(new CertificateAdmin() {
        @Override
        public CertificateView certificate() {
            return new CertificateView(
                    "installed",
                    List.of("mail.example.org"),
                    "CN=mail.example.org",
                    "CN=issuer",
                    "0a",
                    "ff",
                    Instant.EPOCH,
                    Instant.EPOCH,
                    12,
                    new CertificateView.Acme(acme, "https://acme/dir", List.of("a.example"), null, "refused", null));
        }

        @Override
        public CertificateView installCertificate(String chain, char[] key) {
            calls.add("pem " + chain + " " + new String(key));
            return certificate();
        }

        @Override
        public CertificateView installCertificate(byte[] store, char[] password) {
            calls.add("pkcs12 " + store.length + " " + new String(password));
            return certificate();
        }

        @Override
        public CertificateView removeCertificate() {
            calls.add("remove");
            return certificate();
        }

        @Override
        public CertificateView renewCertificate() {
            calls.add("renew");
            return certificate();
        }
    });

    @Test
    public void certificateShouldBeShown() throws CommandException {
        assertThat(runner.run(new ShowCertificate()))
                .contains("source      installed", "1970-01-01T00:00:00Z  (12 days)", "ACME        off");
        acme = true;
        assertThat(runner.run(new ShowCertificate()))
                .contains("ACME        https://acme/dir for a.example", "failed: refused");
        ShowCertificate json = new ShowCertificate();
        json.json = true;
        assertThat(runner.run(json)).startsWith("{\"source\":\"installed\",").contains("\"acme\":{\"enabled\":true");
    }

    @Test
    public void pemFilesShouldBeInstalled() throws Exception {
        InstallCertificate install = new InstallCertificate();
        install.chain = file("chain");
        install.key = file("key");
        runner.run(install);
        assertThat(calls).containsExactly("pem chain key");
    }

    @Test
    public void passwordOfPkcs12ShouldComeByStandardInput() throws Exception {
        InstallCertificate install = new InstallCertificate();
        install.pkcs12 = file("four");
        install.fromInput = true;
        runner.input = "secret\n";
        runner.run(install);
        assertThat(calls).containsExactly("pkcs12 4 secret");
    }

    @Test
    public void installShouldSayWhatIsMissing() throws Exception {
        assertThatThrownBy(() -> runner.run(new InstallCertificate()))
                .hasMessage("give --chain and --key, or --pkcs12");
        InstallCertificate relative = new InstallCertificate();
        relative.chain = "chain.pem";
        relative.key = "key.pem";
        assertThatThrownBy(() -> runner.run(relative)).hasMessage("give the absolute path of the file, not chain.pem");
        assertThat(calls).isEmpty();
    }

    @Test
    public void removeAndRenewShouldReachTheAdministration() throws CommandException {
        runner.run(new RemoveCertificate());
        runner.run(new RenewCertificate());
        assertThat(calls).containsExactly("remove", "renew");
    }

    private String file(String content) throws IOException {
        Path file = folder.newFile().toPath();
        Files.writeString(file, content);
        return file.toString();
    }
}
