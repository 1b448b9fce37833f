package org.letterlock.intake.core.internal;

import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;

/** The Received header of one mail (RFC 5321, section 4.4; RFC 3848; RFC 8314, section 4.3), written once for all copies. */
final class ReceivedHeader {

    private final String upToId;
    private final String behindFor;

    ReceivedHeader(String hostname, Peer peer, MessageId id, String date) {
        StringBuilder out = new StringBuilder(512).append("Received: from ");
        HeaderText.appendName(out, peer.helo());
        StringBuilder word = new StringBuilder(64).append('(');
        HeaderText.appendLiteral(word, peer.address());
        HeaderText.fold(out, word.append(')'));
        word.setLength(0);
        HeaderText.fold(out, word.append("by ").append(hostname));
        word.setLength(0);
        HeaderText.appendName(word.append("with "), peer.protocol());
        TlsInfo tls = peer.tls();
        if (tls != null) {
            HeaderText.appendName(word.append(" ("), tls.protocol());
            word.append(')');
        }
        HeaderText.fold(out, word);
        upToId = out.append(HeaderText.FOLD).append("id ").append(id).toString();

        out.setLength(0);
        if (tls != null) {
            HeaderText.appendName(out.append(HeaderText.FOLD).append("tls "), tls.cipherSuite());
        }
        behindFor = out.append(';')
                .append(HeaderText.FOLD)
                .append(date)
                .append("\r\n")
                .toString();
    }

    /** Complete lines that name one recipient, a path without its angle brackets. */
    String forPath(CharSequence path) {
        return upToId + HeaderText.FOLD + "for <" + path + ">" + behindFor;
    }

    /** Complete lines that name no recipient. */
    String forNobody() {
        return upToId + behindFor;
    }
}
