package org.letterlock.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Shows the gateway's job once: a mail in by SMTP, sealed on disk, out by POP3. */
final class Demo {

    private static final String SECRET = "The quarterly figures are on the agreed place.";
    private static final int DUMP = 256;

    private final Installation installation;
    private final PrintStream out;

    Demo(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    void run() throws IOException, CliException {
        if (status().drained()) {
            throw new CliException(CliException.FAILED, "the gateway is drained: bin/letterlock gateway:resume first");
        }
        Map<String, ?> created = Json.object(execute("mailbox:create --name Demo --json"));
        GatewayStatus status = status();
        String id = field(created, "id");
        String address = field(created, "address");
        String password = field(created, "password");
        heading("1. A mailbox, with a key of its own");
        out.println("address      " + address);
        out.println("fingerprint  " + field(created, "fingerprint"));

        heading("2. A journal copy comes in by SMTP over TLS");
        String reply = send(status.listener("smtps"), address);
        out.println("reply        " + reply);

        heading("3. What lies on disk: an OpenPGP message that only the mailbox's password opens");
        showStored(status.end());

        heading("4. The archiver picks it up by POP3 over TLS");
        List<String> mail = pickUp(status.listener("pop3s"), id, password);
        mail.forEach(line -> out.println("  | " + line));
        if (!mail.contains(SECRET)) {
            throw new CliException(CliException.FAILED, "the mail that came out is not the one that went in");
        }

        out.println();
        out.println("The gateway goes on running. Clients trust " + installation.authority());
        out.println("bin/letterlock status shows how it is doing, bin/letterlock stop ends it.");
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }

    private GatewayStatus status() throws IOException, CliException {
        return GatewayStatus.parse(execute("gateway:status --json"));
    }

    /** Karaf ends a connection with its command: one for each. */
    private String execute(String line) throws IOException, CliException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (GatewayShell shell = GatewayShell.open(installation)) {
            if (shell.execute(line, InputStream.nullInputStream(), json, err) != 0) {
                throw new CliException(
                        CliException.FAILED,
                        line + ": " + err.toString(StandardCharsets.UTF_8).trim());
            }
        }
        return json.toString(StandardCharsets.UTF_8);
    }

    private static String field(Map<String, ?> created, String name) throws CliException {
        if (created.get(name) instanceof String text) {
            return text;
        }
        throw new CliException(CliException.FAILED, "mailbox:create did not say the " + name);
    }

    private String send(GatewayStatus.Listener listener, String address) throws IOException, CliException {
        try (TlsLine smtp = connect(listener)) {
            out.println("server       port " + listener.port() + ", " + smtp.protocol());
            smtpReply(smtp, "220");
            smtp.send("EHLO localhost\r\n");
            smtpReply(smtp, "250");
            smtp.send("MAIL FROM:<alice@example.org>\r\n");
            smtpReply(smtp, "250");
            smtp.send("RCPT TO:<" + address + ">\r\n");
            smtpReply(smtp, "250");
            smtp.send("DATA\r\n");
            smtpReply(smtp, "354");
            smtp.send("From: Alice <alice@example.org>\r\nTo: Bob <bob@example.org>\r\nSubject: Figures\r\n"
                    + "\r\nDear Bob,\r\n\r\n" + SECRET + "\r\n\r\nAlice\r\n.\r\n");
            String reply = smtpReply(smtp, "250");
            smtp.send("QUIT\r\n");
            smtpReply(smtp, "221");
            return reply;
        }
    }

    private TlsLine connect(GatewayStatus.Listener listener) throws IOException {
        return TlsLine.connect(listener.address(), listener.port(), installation.authority());
    }

    private static String smtpReply(TlsLine smtp, String expected) throws IOException, CliException {
        String line = smtp.receive();
        while (line.startsWith(expected + "-")) {
            line = smtp.receive();
        }
        if (!line.startsWith(expected)) {
            throw new CliException(CliException.FAILED, "SMTP: " + line);
        }
        return line;
    }

    private List<String> pickUp(GatewayStatus.Listener listener, String id, String password)
            throws IOException, CliException {
        try (TlsLine pop3 = connect(listener)) {
            out.println("server       port " + listener.port() + ", " + pop3.protocol());
            popReply(pop3);
            pop3.send("USER " + id + "\r\n");
            popReply(pop3);
            pop3.send("PASS " + password + "\r\n");
            popReply(pop3);
            pop3.send("RETR 1\r\n");
            popReply(pop3);
            List<String> mail = new ArrayList<>();
            for (String line = pop3.receive(); !".".equals(line); line = pop3.receive()) {
                mail.add(line.startsWith(".") ? line.substring(1) : line);
            }
            pop3.send("QUIT\r\n");
            popReply(pop3);
            return mail;
        }
    }

    private static void popReply(TlsLine pop3) throws IOException, CliException {
        String line = pop3.receive();
        if (!line.startsWith("+OK")) {
            throw new CliException(CliException.FAILED, "POP3: " + line);
        }
    }

    private void showStored(String before) throws IOException, CliException {
        String[] start = before.split(":", 2);
        String[] end = status().end().split(":", 2);
        if (start.length < 2 || end.length < 2) {
            throw new CliException(CliException.FAILED, "gateway:status does not say where the store's log ends");
        }
        Path segment = installation.segment(Long.parseLong(end[0]));
        long from = start[0].equals(end[0]) ? Long.parseLong(start[1]) : 0;
        out.println("file         " + segment);
        byte[] octets = new byte[Math.toIntExact(Long.parseLong(end[1]) - from)];
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
            file.seek(from);
            file.readFully(octets);
        }
        HexDump.print(Arrays.copyOf(octets, Math.min(DUMP, octets.length)), out);
        if (new String(octets, StandardCharsets.ISO_8859_1).contains(SECRET)) {
            throw new CliException(CliException.FAILED, "the mail lies on disk in clear");
        }
        out.println("             " + octets.length + " octets, and the mail's text is not among them");
    }
}
