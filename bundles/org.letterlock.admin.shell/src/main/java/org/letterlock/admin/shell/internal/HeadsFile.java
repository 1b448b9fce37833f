package org.letterlock.admin.shell.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.LedgerHead;

/** Reads ledger heads in each form that they are exported in: text, JSON, lines of the log. */
final class HeadsFile {

    private static final int MAX_BYTES = 16 << 20;
    private static final Pattern HEAD =
            Pattern.compile("(mbx-[0-9a-f]{32})\\W+(?:sequence\\W+)?(\\d{1,18})\\W+(?:sha256\\W+)?([0-9a-f]{64})\\b");

    private HeadsFile() {}

    static List<LedgerHead> read(String file) throws CommandException {
        List<LedgerHead> heads = new ArrayList<>();
        Matcher matcher = HEAD.matcher(text(file));
        while (matcher.find()) {
            heads.add(new LedgerHead(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)));
        }
        if (heads.isEmpty()) {
            throw GatewayCommand.failure(file + " holds no ledger heads", null);
        }
        return heads;
    }

    private static String text(String file) throws CommandException {
        if (!file.startsWith("/")) {
            // The gateway reads it, which does not know where its caller is.
            throw GatewayCommand.failure("give the absolute path of the file, not " + file, null);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            byte[] octets = in.readNBytes(MAX_BYTES + 1);
            if (octets.length > MAX_BYTES) {
                throw GatewayCommand.failure(file + " has more than " + MAX_BYTES + " octets", null);
            }
            return new String(octets, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw GatewayCommand.failure("there is no file " + file, e);
        } catch (IOException | InvalidPathException e) {
            throw GatewayCommand.failure("cannot read " + file + ": " + e, e);
        }
    }
}
