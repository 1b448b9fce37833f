package org.letterlock.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where things lie.
 *
 * @param base the folder of what a gateway leaves for its commands: the unpacked distribution, unless it was told otherwise
 * @param etc settings, users and keys of the shell
 * @param log the folder of the log files
 * @param data the data folder
 */
record Installation(Path base, Path etc, Path log, Path data) {

    private static final int DEFAULT_SSH_PORT = 8101;

    static Installation ofThisProcess() {
        return new Installation(
                required("letterlock.base"),
                required("letterlock.etc"),
                required("letterlock.log"),
                required("letterlock.data"));
    }

    private static Path required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("-D" + property + " is missing: run bin/letterlock");
        }
        return Path.of(value);
    }

    /** The private key that lets the owner of the installation use the shell. */
    Path clientKey() {
        return etc.resolve("client.key");
    }

    Path initialAdminPassword() {
        return data.resolve("initial-admin-password");
    }

    Path authority() {
        return data.resolve("tls").resolve("ca.pem");
    }

    /** A file of the store's log. */
    Path segment(long number) {
        return data.resolve("store").resolve("segments").resolve("%08d.log".formatted(number));
    }

    Path consoleLog() {
        return log.resolve("console.log");
    }

    /** The process that runs the gateway, if its file names one that lives. */
    Optional<ProcessHandle> process() throws IOException {
        Path file = base.resolve("karaf.pid");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).trim()))
                    .filter(ProcessHandle::isAlive);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The shell's port: as set in etc/, or as the environment had it when the gateway was started. */
    int sshPort() throws IOException, CliException {
        Properties shell = new Properties();
        try (Reader reader = Files.newBufferedReader(etc.resolve("org.apache.karaf.shell.cfg"))) {
            shell.load(reader);
        }
        String port = shell.getProperty("sshPort", "").trim();
        Path started = base.resolve("karaf.ssh-port");
        if (port.startsWith("${") && Files.isReadable(started)) {
            port = Files.readString(started, StandardCharsets.US_ASCII).trim();
        }
        if (port.isEmpty() || port.startsWith("${")) {
            return DEFAULT_SSH_PORT;
        }
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new CliException(CliException.FAILED, "the shell's port is no number: " + port);
        }
    }
}
