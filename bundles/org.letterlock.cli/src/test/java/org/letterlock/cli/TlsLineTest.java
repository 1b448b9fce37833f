package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TlsLineTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void boundAddressShouldBeConnectedToAndItsNameChecked() throws Exception {
        assertThat(greeting("127.0.0.2", "127.0.0.2", "localhost")).isEqualTo("hello");
    }

    @Test
    public void loopbackShouldBeConnectedToWhenAllAddressesAreBound() throws Exception {
        assertThat(greeting("0.0.0.0", "0.0.0.0", "localhost")).isEqualTo("hello");
        assertThat(greeting("0.0.0.0", "::", "localhost")).isEqualTo("hello");
    }

    @Test
    public void certificateOfAnotherNameShouldBeRefused() {
        assertThatThrownBy(() -> greeting("127.0.0.2", "127.0.0.2", "other.example"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("localhost");
    }

    private String greeting(String bound, String told, String name) throws Exception {
        Path authority = folder.newFile().toPath();
        try (SSLServerSocket server = (SSLServerSocket) context(name, authority)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName(bound))) {
            Thread thread = new Thread(() -> greet(server));
            thread.start();
            try (TlsLine line = TlsLine.connect(told, server.getLocalPort(), authority)) {
                return line.receive();
            } finally {
                thread.join();
            }
        }
    }

    private static void greet(SSLServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("hello\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The client says what it was.
        }
    }

    private SSLContext context(String name, Path authority) throws Exception {
        Path file = folder.getRoot().toPath().resolve("keys-" + System.nanoTime());
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=own",
                        "-ext",
                        "san=dns:" + name)
                .inheritIO()
                .start()
                .waitFor();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(
                authority,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("own").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
