package org.letterlock.itests.distribution;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Mails as programs should not make them, and as they do; made anew, and the same, each time. */
final class OddMails {

    private static final String HEAD = "From: a@example.org\r\nTo: b@example.org\r\nSubject: odd\r\n";
    private static final List<String> LINE_ENDS = List.of("\r", "\n", ".");
    private static final int LONGEST_COMBINATION = 5;

    private final Corpus corpus = new Corpus();

    private OddMails() {}

    /** Headers missing, huge, many, in any octets; bodies of any octets; long lines. */
    static Map<String, byte[]> shapes() {
        OddMails odd = new OddMails();
        odd.headers();
        odd.octets();
        odd.lines();
        return odd.corpus.mails();
    }

    /** MIME, sound and broken. */
    static Map<String, byte[]> structures() {
        OddMails odd = new OddMails();
        odd.mime();
        odd.nested();
        return odd.corpus.mails();
    }

    /** Every combination of up to five of CR, LF and dot, as a whole mail. */
    static Map<String, byte[]> combinations() {
        OddMails odd = new OddMails();
        odd.combination("", LONGEST_COMBINATION);
        return odd.corpus.mails();
    }

    /** A mail of this size; no two octets near each other tell where they are from by being the same. */
    static byte[] ofSize(int octets) {
        byte[] mail = new byte[octets];
        new Random(octets).nextBytes(mail);
        return mail;
    }

    private void combination(String start, int more) {
        corpus.add("'" + start.replace("\r", "\\r").replace("\n", "\\n") + "'", start);
        if (more > 0) {
            LINE_ENDS.forEach(next -> combination(start + next, more - 1));
        }
    }

    private void headers() {
        corpus.add("no header, a body", "\r\nbody\r\n");
        corpus.add("neither colon nor empty line", "just a line\r\n");
        corpus.add("no line at all", "x");
        corpus.add("header only, no empty line", HEAD);
        corpus.add("header and empty line", HEAD, "\r\n");
        corpus.add("header cut inside a field", HEAD, "X-Cut: he");
        corpus.add("header with bare LF", HEAD.replace("\r\n", "\n"), "\nbody\n");
        corpus.add("header with bare CR", HEAD.replace("\r\n", "\r"), "\rbody\r");
        corpus.add("line ends mixed", HEAD, "X-A: a\nX-B: b\rX-C: c\r\n\nbody\r\r\n\n\r\n");
        corpus.add("folded without a field", " folded\r\n\tagain\r\n\r\nbody\r\n");
        corpus.add("empty name", ": value\r\n\r\nbody\r\n");
        corpus.add("blank before colon", "Subject : x\r\n\r\nbody\r\n");
        corpus.add(
                "From of mbox", "From a@example.org Tue Nov 24 04:00:00 2026\r\n", HEAD, "\r\nFrom here\r\n>From\r\n");
        corpus.add("the same field twice", HEAD, HEAD, "\r\nbody\r\n");
        corpus.add(
                "looks like the gateway's own trace",
                "Return-Path: <x@example.org>\r\nX-Envelope-To: <y@example.org>\r\n",
                "X-Letterlock-DSN: RET=HDRS\r\nReceived: from a by b;\r\n\tTue, 24 Nov 2026 04:00:00 +0000\r\n",
                HEAD,
                "\r\nbody\r\n");
        corpus.add("starts as a folded line would", "\tfor nobody\r\n", HEAD, "\r\nbody\r\n");
        corpus.add(
                "UTF-8 in fields",
                "From: Jürgen Größer <jürgen@пример.example>\r\nSubject: 你好 🙂\r\nÜ-Feld: ß\r\n\r\nGrüße\r\n");
        corpus.add(
                "Latin-1 in fields",
                "Subject: Gr",
                new byte[] {(byte) 0xfc, (byte) 0xdf},
                "e\r\n\r\n",
                new byte[] {(byte) 0xe4},
                "\r\n");
        corpus.add("cut UTF-8", "Subject: ", new byte[] {(byte) 0xe4, (byte) 0xbd}, "\r\n\r\n", new byte[] {
            (byte) 0xf0, (byte) 0x9f
        });
        corpus.add("field of 300,000 octets", HEAD, "X-Long: ", "h".repeat(300_000), "\r\n\r\nbody\r\n");
        corpus.add(
                "field folded 20,000 times",
                HEAD,
                "References:",
                "\r\n <1@example.org>".repeat(20_000),
                "\r\n\r\nbody\r\n");
        corpus.add("5,000 fields", HEAD, fields(5_000), "\r\nbody\r\n");
        corpus.add("99 Received", "Received: from a by b; now\r\n".repeat(99), HEAD, "\r\nbody\r\n");
        corpus.add("Received in the body", HEAD, "\r\n", "Received: from a by b; now\r\n".repeat(300));
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int field = 0; field < count; field++) {
            fields.append("X-Field-")
                    .append(field)
                    .append(": ")
                    .append("v".repeat(field % 90))
                    .append("\r\n");
        }
        return fields.toString();
    }

    private void octets() {
        byte[] every = Corpus.everyOctet();
        corpus.add("NUL", new byte[1]);
        corpus.add("100,000 NUL", new byte[100_000]);
        corpus.add("NUL in a field", HEAD, "X-Nul: a", new byte[1], "b\r\n\r\n", new byte[3], "\r\n");
        corpus.add("every octet as body", HEAD, "\r\n", every, "\r\n");
        corpus.add("every octet in a field", HEAD, "X-All: ", every, "\r\n\r\nbody\r\n");
        corpus.add("every octet is the mail", every);
        for (int value = 0; value < every.length; value++) {
            byte[] octet = {every[value]};
            corpus.add(
                    "around octet " + value,
                    octet,
                    ".",
                    octet,
                    "\r\n.",
                    octet,
                    "\r",
                    octet,
                    "\n",
                    octet,
                    "\r\n",
                    octet);
        }
    }

    private void lines() {
        for (int length : new int[] {76, 998, 999, 1000, 1001, 2047, 2048, 4096, 8192, 100_000}) {
            corpus.add("lines of " + length, HEAD, "\r\n", ("x".repeat(length) + "\r\n").repeat(3));
        }
        corpus.add("first line of 100,000", "x".repeat(100_000), "\r\n\r\nbody\r\n");
        corpus.add("100,000 dots", HEAD, "\r\n", ".".repeat(100_000), "\r\n");
        corpus.add("10,000 lines of a dot", HEAD, "\r\n", ".\r\n".repeat(10_000));
        corpus.add("10,000 dots behind bare LF", HEAD, "\r\n", ".\n".repeat(10_000));
        corpus.add("50,000 empty lines", HEAD, "\r\n".repeat(50_000));
        corpus.add("100,000 bare LF", HEAD, "\r\n", "\n".repeat(100_000));
        corpus.add("100,000 bare CR", HEAD, "\r\n", "\r".repeat(100_000));
        corpus.add("ends with CR", HEAD, "\r\nbody\r");
        corpus.add("ends with LF", HEAD, "\r\nbody\n");
        corpus.add("ends with a dot", HEAD, "\r\nbody\r\n.");
        corpus.add("ends with nothing", HEAD, "\r\nbody");
        corpus.add(
                "smuggled commands",
                HEAD,
                "\r\nbody\n.\nMAIL FROM:<x@example.org>\r\n\r.\rRCPT TO:<y@example.org>\n.\r\nDATA\r\n");
    }

    private void mime() {
        String multipart = HEAD + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=";
        String part = "Content-Type: text/plain\r\n\r\npart\r\n";
        corpus.add("boundary never closed", multipart, "b\r\n\r\n--b\r\n", part, "--b\r\n", part);
        corpus.add("boundary never seen", multipart, "b\r\n\r\npreamble only\r\n");
        corpus.add("boundary empty", multipart, "\"\"\r\n\r\n--\r\n", part, "----\r\n");
        corpus.add(
                "boundary of 5,000 octets",
                multipart,
                "b".repeat(5_000),
                "\r\n\r\n--",
                "b".repeat(5_000),
                "\r\n",
                part);
        corpus.add("boundary with bare LF", multipart, "b\r\n\r\n--b\n", part.replace("\r\n", "\n"), "--b--\n");
        corpus.add("closed twice, epilogue", multipart, "b\r\n\r\n--b\r\n", part, "--b--\r\n--b--\r\nepilogue");
        corpus.add(
                "same boundary inside",
                multipart,
                "b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
                part,
                "--b--\r\n--b--\r\n");
        corpus.add("no MIME-Version, unknown encoding", HEAD, "Content-Transfer-Encoding: x-rot13\r\n\r\nuryyb\r\n");
        corpus.add("base64 that is none", HEAD, "Content-Transfer-Encoding: base64\r\n\r\n====\r\n!!!\r\n=\r\n");
        corpus.add("2,000 parts", multipart, "b\r\n\r\n", ("--b\r\n" + part).repeat(2_000), "--b--\r\n");
        corpus.add(
                "binary attachment",
                multipart,
                "b\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n",
                "Content-Transfer-Encoding: binary\r\nContent-Disposition: attachment; filename*=UTF-8''gr%C3%BC%C3%9Fe\r\n\r\n",
                ofSize(200_000),
                "\r\n--b--\r\n");
        corpus.add("uuencoded", HEAD, "\r\nbegin 644 a\r\n#0V%T\r\n`\r\nend\r\n");
        corpus.add(
                "winmail.dat",
                HEAD,
                "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: binary\r\n\r\n",
                new byte[] {0x78, (byte) 0x9f, 0x3e, 0x22},
                Corpus.everyOctet());
    }

    private void nested() {
        for (int depth : new int[] {1, 2, 20, 200}) {
            byte[] mail = Corpus.octets(HEAD, "\r\n.innermost\r\n");
            for (int level = 0; level < depth; level++) {
                mail = Corpus.octets(HEAD, "X-Level: " + level + "\r\nContent-Type: message/rfc822\r\n\r\n", mail);
            }
            corpus.add(depth + " mails in each other", mail);
        }
    }
}
