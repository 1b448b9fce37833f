package org.letterlock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/** The gateway's shell over SSH on this machine, with the key of the installation's owner. */
final class GatewayShell implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final SshClient client;
    private final ClientSession session;

    private GatewayShell(SshClient client, ClientSession session) {
        this.client = client;
        this.session = session;
    }

    /**
     * Connects and logs in.
     *
     * @throws CliException with {@link CliException#NOT_RUNNING} if no gateway answers
     * @throws IOException if it does, but something fails
     */
    @SuppressWarnings("resource") // the client lives in the result
    static GatewayShell open(Installation installation) throws IOException, CliException {
        Path clientKey = installation.clientKey();
        if (Files.notExists(clientKey)) {
            throw new CliException(
                    CliException.NOT_RUNNING, "no gateway was started here yet: bin/letterlock start starts it");
        }
        if (!Files.isReadable(clientKey)) {
            throw new CliException(
                    CliException.FAILED,
                    "only the owner of the installation may do that: " + clientKey + " cannot be read");
        }
        int port = installation.sshPort();
        SshClient client = SshClient.setUpDefaultClient();
        client.setUserAuthFactories(java.util.List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setServerKeyVerifier((s, address, key) -> isOurs(installation, address, key));
        client.start();
        try {
            ClientSession session = client.connect(FirstStart.LOCAL_USER, "127.0.0.1", port)
                    .verify(CONNECT_TIMEOUT)
                    .getSession();
            session.addPublicKeyIdentity(PemKeys.readPrivate(clientKey));
            session.auth().verify(CONNECT_TIMEOUT);
            return new GatewayShell(client, session);
        } catch (IOException e) {
            client.stop();
            if (isRefused(e)) {
                throw new CliException(
                        CliException.NOT_RUNNING,
                        "no gateway answers on port " + port + " of this machine: bin/letterlock start starts it");
            }
            throw e;
        }
    }

    private static boolean isRefused(Throwable problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the key is the one that Karaf keeps in etc/: another program may hold the port. */
    private static boolean isOurs(Installation installation, SocketAddress address, PublicKey key) {
        Path file = installation.etc().resolve("host.key.pub");
        try {
            return KeyUtils.compareKeys(PemKeys.readPublic(file), key);
        } catch (IOException e) {
            System.err.println("letterlock: cannot check who answers on " + address + ": " + Problems.describe(e));
            return false;
        }
    }

    /**
     * Runs one line.
     *
     * @param line a line of Karaf's shell
     * @param in its standard input
     * @param out what it prints
     * @param err what it prints when it fails
     * @return its exit status
     * @throws IOException if the connection breaks
     */
    int execute(String line, InputStream in, OutputStream out, OutputStream err) throws IOException {
        try (ChannelExec channel = session.createExecChannel(line);
                ErrorSplitter splitter = new ErrorSplitter(out, err)) {
            channel.setIn(in);
            channel.setOut(splitter);
            channel.setErr(splitter.errorsOnly());
            channel.open().verify(CONNECT_TIMEOUT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 0L);
            Integer status = channel.getExitStatus();
            if (status == null) {
                throw new IOException("the gateway closed the connection before the command ended");
            }
            return status;
        }
    }

    @Override
    public void close() throws IOException {
        session.close(true);
        client.stop();
    }
}
