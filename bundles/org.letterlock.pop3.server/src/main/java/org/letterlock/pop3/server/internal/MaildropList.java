package org.letterlock.pop3.server.internal;

import java.util.List;
import org.letterlock.mailbox.api.Maildrop;
import org.letterlock.protocol.pop3.MailList;

/** A maildrop as the dialogue sees it. */
record MaildropList(List<Maildrop.Entry> entries) implements MailList {

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public long octets(int index) {
        return entries.get(index).octets();
    }

    @Override
    public String uidl(int index) {
        return entries.get(index).id().toString();
    }
}
