package org.letterlock.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the administrator {@code admin} with a password, and the key by which the owner of the installation uses the shell
 * as {@code local} without one. Does nothing where they exist.
 */
final class FirstStart {

    /** The shell user of the installation's owner. */
    static final String LOCAL_USER = "local";

    private static final String ADMIN_USER = "admin";
    private static final String GROUP = "_g_:admingroup";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Installation installation;
    private final @Nullable String password;
    private final PrintStream out;
    private final SecureRandom random = new SecureRandom();

    FirstStart(Installation installation, @Nullable String password, PrintStream out) {
        this.installation = installation;
        this.password = password;
        this.out = out;
    }

    void run() throws IOException, CliException {
        makeAdministrator(installation.etc().resolve("users.properties"));
        makeClientKey(installation.etc().resolve("keys.properties"));
    }

    private void makeAdministrator(Path users) throws IOException, CliException {
        if (load(users).containsKey(ADMIN_USER)) {
            return;
        }
        String chosen = password;
        if (chosen == null || chosen.isEmpty()) {
            chosen = AdminPassword.random(random);
            Path file = installation.initialAdminPassword();
            writePrivate(file, chosen + "\n");
            out.println("letterlock: the password of the user admin is in " + file);
        } else if (chosen.isBlank()) {
            throw new CliException(CliException.FAILED, "LETTERLOCK_ADMIN_PASSWORD is blank");
        } else if (chosen.getBytes(StandardCharsets.UTF_8).length > AdminPassword.MAX_OCTETS) {
            throw new CliException(
                    CliException.FAILED,
                    "LETTERLOCK_ADMIN_PASSWORD is longer than " + AdminPassword.MAX_OCTETS + " octets of UTF-8");
        }
        append(users, ADMIN_USER + " = " + AdminPassword.digest(chosen, random) + "," + GROUP);
    }

    private void makeClientKey(Path keys) throws IOException {
        if (Files.exists(installation.clientKey()) && load(keys).containsKey(LOCAL_USER)) {
            return;
        }
        KeyPair pair = PemKeys.generate();
        append(keys, LOCAL_USER + " = " + PemKeys.sshEncoding(pair.getPublic()) + "," + GROUP);
        // Last: while it is missing, the next start tries again.
        writePrivate(installation.clientKey(), PemKeys.privatePem(pair));
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static void append(Path file, String line) throws IOException {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static void writePrivate(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
