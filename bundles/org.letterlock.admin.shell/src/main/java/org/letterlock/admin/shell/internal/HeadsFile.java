package org.letterlock.admin.shell.internal;

import java.nio.charset.StandardCharsets;
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
        Matcher matcher = HEAD.matcher(new String(GivenFile.read(file, MAX_BYTES), StandardCharsets.US_ASCII));
        while (matcher.find()) {
            heads.add(new LedgerHead(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)));
        }
        if (heads.isEmpty()) {
            throw GatewayCommand.failure(file + " holds no ledger heads", null);
        }
        return heads;
    }
}
