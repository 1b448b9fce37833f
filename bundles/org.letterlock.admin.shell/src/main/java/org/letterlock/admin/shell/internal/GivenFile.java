package org.letterlock.admin.shell.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.karaf.shell.support.CommandException;

/** Reads a file that is named on a command line. The gateway reads it, which does not know where its caller is. */
final class GivenFile {

    private GivenFile() {}

    static byte[] read(String file, int maxOctets) throws CommandException {
        if (!file.startsWith("/")) {
            throw GatewayCommand.failure("give the absolute path of the file, not " + file, null);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            byte[] octets = in.readNBytes(maxOctets + 1);
            if (octets.length > maxOctets) {
                throw GatewayCommand.failure(file + " has more than " + maxOctets + " octets", null);
            }
            return octets;
        } catch (NoSuchFileException e) {
            throw GatewayCommand.failure("there is no file " + file, e);
        } catch (IOException | InvalidPathException e) {
            throw GatewayCommand.failure("cannot read " + file + ": " + e, e);
        }
    }
}
