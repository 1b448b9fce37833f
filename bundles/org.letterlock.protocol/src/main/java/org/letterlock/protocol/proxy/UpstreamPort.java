package org.letterlock.protocol.proxy;

import java.util.List;

/**
 * A way to reach a target: a port, and how TLS begins there.
 *
 * @param number the TCP port
 * @param implicitTls whether TLS begins with the first octet (RFC 8314, section 3); otherwise STARTTLS or STLS is required
 */
public record UpstreamPort(int number, boolean implicitTls) {

    private static final UpstreamPort SMTPS = new UpstreamPort(465, true);
    private static final UpstreamPort SUBMISSION = new UpstreamPort(587, false);
    private static final UpstreamPort SMTP = new UpstreamPort(25, false);
    private static final UpstreamPort POP3S = new UpstreamPort(995, true);
    private static final UpstreamPort POP3 = new UpstreamPort(110, false);

    private static final List<UpstreamPort> KNOWN = List.of(SMTPS, SUBMISSION, SMTP, POP3S, POP3);

    /**
     * The ways to send mail by a target, to be tried one after the other.
     *
     * @param login the login that names it
     * @return the port that it names; otherwise 465, then 587
     */
    public static List<UpstreamPort> ofSmtp(ProxyLogin login) {
        return login.port() == 0 ? List.of(SMTPS, SUBMISSION) : of(login.port());
    }

    /**
     * The ways to fetch mail from a target, to be tried one after the other.
     *
     * @param login the login that names it
     * @return the port that it names; otherwise 995, then 110
     */
    public static List<UpstreamPort> ofPop3(ProxyLogin login) {
        return login.port() == 0 ? List.of(POP3S, POP3) : of(login.port());
    }

    /** On a port of no meaning TLS comes first; where the server greets in clear instead, a new connection asks for it. */
    private static List<UpstreamPort> of(int number) {
        return KNOWN.stream()
                .filter(port -> port.number == number)
                .findFirst()
                .map(List::of)
                .orElse(List.of(new UpstreamPort(number, true), new UpstreamPort(number, false)));
    }
}
