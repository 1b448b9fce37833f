package org.letterlock.itests.distribution;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Journal reports after [MS-XJRNL], in the variants that servers send. */
final class JournalReports {

    private static final Map<String, String> MARKS = new LinkedHashMap<>();

    static {
        MARKS.put("Exchange 2007 and later", "X-MS-Journal-Report:\r\n");
        MARKS.put("mark with a blank", "X-MS-Journal-Report: \r\n");
        MARKS.put("Exchange 2003", "Content-Identifier: exjournalreport\r\n");
        MARKS.put("Exchange 2003 misspelt", "Content-Identifer: exjournalreport\r\n");
    }

    /** Encoding of the report's part, and the original in it. */
    private static final Map<String, byte[]> ORIGINALS = new LinkedHashMap<>();

    static {
        String head =
                "From: anna@example.org\r\nTo: ben@example.org\r\nMessage-Id: <1@example.org>\r\nSubject: original\r\n";
        ORIGINALS.put("7bit", Corpus.octets(head, "\r\nHello\r\n.\r\n..\r\n"));
        ORIGINALS.put(
                "8bit", Corpus.octets(head, "Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße\nbare LF\n.\n"));
        ORIGINALS.put(
                "binary",
                Corpus.octets(
                        head,
                        "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary\r\n\r\n",
                        Corpus.everyOctet(),
                        OddMails.ofSize(70_000)));
        ORIGINALS.put("none given", Corpus.octets("no header, no line end"));
    }

    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1);

    private JournalReports() {}

    static Map<String, byte[]> all() {
        Corpus corpus = new Corpus();
        MARKS.forEach((kind, mark) -> ORIGINALS.forEach((encoding, original) -> CHARSETS.forEach(charset -> {
            for (boolean subjectFirst : new boolean[] {true, false}) {
                for (boolean full : new boolean[] {true, false}) {
                    corpus.add(
                            String.join(
                                    ", ",
                                    kind,
                                    encoding,
                                    charset.name(),
                                    "subject first " + subjectFirst,
                                    "all fields " + full),
                            report(
                                    mark,
                                    charset,
                                    envelope(subjectFirst, full).getBytes(charset),
                                    original(encoding, original)));
                }
            }
        })));
        byte[] original = original("binary", ORIGINALS.getOrDefault("binary", new byte[0]));
        byte[] envelope = envelope(true, true).getBytes(StandardCharsets.UTF_8);
        corpus.add(
                "decrypted second copy",
                report(
                        "X-MS-Journal-Report:\r\n",
                        StandardCharsets.UTF_8,
                        envelope,
                        Corpus.octets(original, original)));
        corpus.add(
                "original missing", report("X-MS-Journal-Report:\r\n", StandardCharsets.UTF_8, envelope, new byte[0]));
        corpus.add(
                "undeliverable report",
                undeliverable(report("X-MS-Journal-Report:\r\n", StandardCharsets.UTF_8, envelope, original)));
        return corpus.mails();
    }

    private static String envelope(boolean subjectFirst, boolean full) {
        String subject = "Subject: Grüße, wörtlich\r\n";
        String id = "Message-ID: <1@example.org>\r\n";
        return "Sender: anna@example.org\r\n"
                + (full ? "On-Behalf-Of: chef@example.org\r\n" : "")
                + (subjectFirst ? subject + id : id + subject)
                + (full
                        ? "Label: " + "L".repeat(255)
                                + "\r\nMailbox: anna@example.org\r\nSentUtc: 11/24/2026 4:00:00 AM\r\n"
                                + "ReceivedUtc: 11/24/2026 4:00:01 AM\r\n"
                        : "")
                + "To: ben@example.org\r\nCc: carl@example.org, Expanded: list@example.org\r\n"
                + "Bcc: dora@example.org, Forwarded: emil@example.org\r\n"
                + "Recipient: fritz@example.net\r\n".repeat(full ? 2_000 : 1);
    }

    private static byte[] original(String encoding, byte[] original) {
        String field = "none given".equals(encoding) ? "" : "Content-Transfer-Encoding: " + encoding + "\r\n";
        return Corpus.octets("\r\n--_journal_\r\nContent-Type: message/rfc822\r\n", field, "\r\n", original);
    }

    private static byte[] report(String mark, Charset charset, byte[] envelope, byte[] originals) {
        return Corpus.octets(
                "From: \"Microsoft Outlook\" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.org>\r\nTo: journal@example.org\r\n"
                        + mark
                        + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n\tboundary=\"_journal_\"\r\n\r\n--_journal_\r\n"
                        + "Content-Type: text/plain; charset=\"" + charset.name()
                        + "\"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
                envelope,
                originals,
                "\r\n--_journal_--\r\n");
    }

    /** What the alternate journaling mailbox gets. */
    private static byte[] undeliverable(byte[] report) {
        String head = """
                From: postmaster@example.org
                Content-Type: multipart/report; report-type=delivery-status; boundary=ndr

                --ndr
                Content-Type: message/delivery-status

                Reporting-MTA: dns; example.org

                Final-Recipient: rfc822; journal@example.org
                Action: failed
                Status: 5.4.7

                --ndr
                Content-Type: message/rfc822

                """;
        return Corpus.octets(head.replace("\n", "\r\n"), report, "\r\n--ndr--\r\n");
    }
}
