package org.letterlock.protocol.pop3;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.pop3.Pop3RelayAction.Reason;
import org.letterlock.protocol.proxy.CopyPolicy;

/** Fetches mails, one at a time, so that each is kept before its reply ends or it is deleted. */
final class RelayedMails {

    private enum Question {
        BEGIN,
        KEEP
    }

    private final CopyPolicy policy;
    private final RelayWire wire;
    private final RelayedDrop drop;
    private final Consumer<Reason> end;

    private @Nullable Question question;
    private @Nullable MailFetch fetch;
    private int undeleted;

    RelayedMails(CopyPolicy policy, RelayWire wire, RelayedDrop drop, Consumer<Reason> end) {
        this.policy = policy;
        this.wire = wire;
        this.drop = drop;
        this.end = end;
    }

    boolean isAsking() {
        return question != null;
    }

    boolean isFetching() {
        return fetch != null;
    }

    /** Whether lines of a mail follow. */
    boolean isComing() {
        return fetch != null && fetch.isComing();
    }

    /** Whether the client has got a part of a mail. */
    boolean isReplyUnderWay() {
        return fetch != null && fetch.isForClient() && fetch.hasBegun();
    }

    /** Mails that the client has deleted, but the remote server has not. */
    int undeleted() {
        return undeleted;
    }

    void begin(MailFetch mail) {
        if (wire.isClientGone() && mail.isForClient()) {
            return;
        }
        fetch = mail;
        if (mail.mayBeWhole()) {
            question = Question.BEGIN;
            wire.add(new Pop3RelayAction.BeginCopy());
        } else {
            fetch(mail);
        }
    }

    void copyBegun(boolean begun) {
        MailFetch asked = answer(Question.BEGIN);
        asked.copied(begun);
        if (wire.isClientGone() && asked.isForClient()) {
            end.accept(Reason.CLIENT_GONE);
        } else if (begun || policy != CopyPolicy.FAIL_CLOSED) {
            fetch(asked);
        } else {
            fetch = null;
            if (asked.isForClient()) {
                wire.reply("-ERR [SYS/TEMP] The message cannot be kept now, try again later");
            } else {
                undeleted++;
            }
        }
    }

    void copyKept(boolean kept) {
        MailFetch asked = answer(Question.KEEP);
        asked.copied(false);
        if (kept && asked.isRetrieved()) {
            drop.keep(asked.number());
        }
        if (kept || policy != CopyPolicy.FAIL_CLOSED) {
            fetched(asked, kept);
        } else if (asked.isForClient()) {
            end.accept(Reason.NOT_KEPT);
        } else {
            fetch = null;
            undeleted++;
        }
    }

    private MailFetch answer(Question answered) {
        MailFetch asked = fetch;
        if (question != answered || asked == null) {
            throw new IllegalStateException("not asked");
        }
        question = null;
        return asked;
    }

    private void fetch(MailFetch mail) {
        wire.send(mail.command(), (positive, line) -> {
            if (mail.isForClient()) {
                wire.reply(line);
            }
            if (positive) {
                mail.begin();
                return;
            }
            dropCopy();
            fetch = null;
            if (!mail.isForClient()) {
                undeleted++;
            }
        });
    }

    /** Takes what has come of the mail; false if nothing has. */
    boolean take() {
        MailFetch mail = fetch;
        if (mail == null) {
            return false;
        }
        MultiLine.Part part = mail.lines().next(wire.remote().input().octets());
        if (part != null) {
            if (mail.isForClient()) {
                wire.write(part.raw());
            }
            mail.count(part.content());
            if (mail.isCopied() && part.content().hasRemaining()) {
                wire.add(new Pop3RelayAction.CopyChunk(part.content()));
            }
            return true;
        }
        if (!mail.lines().isComplete()) {
            return false;
        }
        if (mail.isCopied()) {
            complete(mail, mail.extent());
        } else {
            fetched(mail, !mail.seemsWhole());
        }
        return true;
    }

    /** All that was asked for has come. */
    private void complete(MailFetch mail, MailFetch.Extent extent) {
        switch (extent) {
            case WHOLE -> {
                question = Question.KEEP;
                wire.add(new Pop3RelayAction.KeepCopy());
            }
            case UNKNOWN ->
                wire.send("LIST " + mail.number(), (positive, line) -> {
                    Matcher size = RelayedDrop.SIZE.matcher(line);
                    complete(mail, size.matches() ? mail.extent(Long.parseLong(size.group(1))) : MailFetch.Extent.PART);
                });
            case PART -> {
                dropCopy();
                fetched(mail, true);
            }
        }
    }

    private void fetched(MailFetch mail, boolean keptOrPart) {
        fetch = null;
        if (!keptOrPart) {
            wire.add(new Pop3RelayAction.Uncopied(mail.octets()));
        }
        if (mail.isForClient()) {
            wire.reply(".");
        } else {
            wire.send("DELE " + mail.number(), (positive, line) -> undeleted += positive ? 0 : 1);
        }
    }

    void dropCopy() {
        MailFetch dropped = fetch;
        if (dropped != null && dropped.isCopied()) {
            dropped.copied(false);
            wire.add(new Pop3RelayAction.DropCopy());
        }
    }
}
