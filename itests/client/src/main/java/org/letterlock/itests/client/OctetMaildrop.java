package org.letterlock.itests.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A session of POP3 for mails that are octets. */
public final class OctetMaildrop implements AutoCloseable {

    private final TlsOctets pop3;

    OctetMaildrop(TlsOctets pop3, String id, String password) throws IOException {
        this.pop3 = pop3;
        pop3.expect("+OK");
        ask("USER " + id);
        ask("PASS " + password);
    }

    /**
     * The sizes as LIST reports them.
     *
     * @return octets of each mail, in the order of the mails' numbers
     * @throws IOException if it fails
     */
    public List<Integer> sizes() throws IOException {
        return listing("LIST").map(Integer::valueOf).toList();
    }

    /**
     * The unique ids.
     *
     * @return the ids, in the order of the mails' numbers
     * @throws IOException if it fails
     */
    public List<String> ids() throws IOException {
        return listing("UIDL").toList();
    }

    /**
     * Retrieves a mail.
     *
     * @param number its number, from 1
     * @return its octets
     * @throws IOException if it fails
     */
    public byte[] retrieve(int number) throws IOException {
        ask("RETR " + number);
        return pop3.multiLine();
    }

    private Stream<String> listing(String command) throws IOException {
        ask(command);
        return new String(pop3.multiLine(), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> line.substring(line.indexOf(' ') + 1));
    }

    private void ask(String command) throws IOException {
        pop3.command(command);
        pop3.expect("+OK");
    }

    /** Says goodbye. */
    @Override
    public void close() throws IOException {
        try (pop3) {
            ask("QUIT");
        }
    }
}
