package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;
import org.letterlock.protocol.TurnTimer;
import org.letterlock.protocol.pop3.Pop3RelayAction.Reason;

/**
 * Joins a client and a remote server once both are logged in, so that a copy is kept of each mail that passes. Commands
 * pass by a list of known ones, one at a time, since nobody can know the form of the reply to a command that nobody knows.
 *
 * <ul>
 *   <li>RETR, and TOP where it turns out to be the whole mail: the last line of the reply is held until the copy is durable.
 *   <li>DELE of a mail that is kept passes, and each one where no copies are made. Any other is fetched and kept after QUIT, and only then deleted, also when the
 *       client has gone meanwhile.
 *   <li>Everything else passes as it is, less the mails that the client believes to be deleted.
 * </ul>
 *
 * <p>Octets go in by {@link #fromClient} and {@link #fromUpstream}; then {@link #next()} says what to do, again and again,
 * until it needs input or an answer. Whoever stops calling it while a peer or the copy is slow is never given more. Not
 * thread-safe.
 */
public final class Pop3Relay {

    private static final int MAX_INPUT_OCTETS = 64 * 1024;

    private final Pop3RelaySettings settings;
    private final TurnTimer timer = new TurnTimer();
    private final RelayWire wire = new RelayWire(timer);
    private final RelayedDrop drop = new RelayedDrop();
    private final RelayedMails mails;
    private final RelayCommands commands;

    private boolean upstreamGone;
    private boolean stopping;
    private boolean ended;

    /**
     * Makes the relay of a session that is logged in on both sides, with nothing under way.
     *
     * @param settings its limits
     */
    public Pop3Relay(Pop3RelaySettings settings) {
        this.settings = settings;
        this.mails = new RelayedMails(settings.policy(), wire, drop, this::end);
        this.commands = new RelayCommands(settings, wire, drop, mails, this::end);
    }

    /**
     * Takes octets from the client.
     *
     * @param octets may be reused at once
     */
    public void fromClient(ByteBuffer octets) {
        commands.input().add(octets);
        commands.input().keep();
        timer.restart();
    }

    /**
     * Takes octets from the remote server.
     *
     * @param octets may be read until {@link #keep()} is called
     */
    public void fromUpstream(ByteBuffer octets) {
        wire.remote().input().add(octets);
        timer.restart();
    }

    /** Copies what is left of the remote server's octets. */
    public void keep() {
        wire.remote().input().keep();
    }

    /** The client's connection is gone. A QUIT that it had sent before still counts, and deletes. */
    public void clientGone() {
        wire.clientGone();
        if (!commands.hasQuit()
                && !mails.isAsking()
                && (mails.isFetching() || !commands.input().hasRemaining())) {
            end(Reason.CLIENT_GONE);
        }
    }

    /** The remote server's connection is gone; what it had sent before still counts. */
    public void upstreamGone() {
        upstreamGone = true;
    }

    /** Ends the session as soon as no command is under way; deletes nothing unless the client had said QUIT. */
    public void shutdown() {
        stopping = true;
    }

    /**
     * Whether to read from the client.
     *
     * @return false while enough of its octets wait
     */
    public boolean wantsClient() {
        return commands.input().octets().remaining() <= RelayCommands.MAX_LINE_OCTETS;
    }

    /**
     * Whether to read from the remote server.
     *
     * @return false while enough of its octets wait
     */
    public boolean wantsUpstream() {
        return wire.remote().input().octets().remaining() <= MAX_INPUT_OCTETS;
    }

    /**
     * Time passes. Not to be called while a peer or the copy is too slow for {@link #next()} to be called.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    public void tick(long nanoTime) {
        if (ended || mails.isAsking()) {
            timer.restart();
        } else if (isUpstreamsTurn()) {
            if (timer.hasRunOut(nanoTime, settings.upstreamTimeout().toNanos())) {
                fail(Reason.UPSTREAM_SILENT, "took too long to answer");
            }
        } else if (timer.hasRunOut(nanoTime, settings.clientTimeout().toNanos())) {
            end(Reason.CLIENT_SILENT);
        }
    }

    /**
     * Answers {@link Pop3RelayAction.BeginCopy}.
     *
     * @param begun false if no copy can be made now
     */
    public void copyBegun(boolean begun) {
        timer.restart();
        mails.copyBegun(begun);
    }

    /**
     * Answers {@link Pop3RelayAction.KeepCopy}.
     *
     * @param kept false if there is no durable copy
     */
    public void copyKept(boolean kept) {
        timer.restart();
        mails.copyKept(kept);
    }

    /**
     * What to do next.
     *
     * @return an action
     */
    public Pop3RelayAction next() {
        boolean advanced = true;
        while (advanced && wire.hasRoom()) {
            advanced = advance();
        }
        Pop3RelayAction action = wire.take();
        if (action != null) {
            return action;
        }
        return mails.isAsking() ? new Pop3RelayAction.NeedAnswer() : new Pop3RelayAction.NeedInput();
    }

    private boolean isUpstreamsTurn() {
        return wire.remote().isWaiting() || mails.isComing();
    }

    /** Does one step; false if there is nothing to do. */
    private boolean advance() {
        if (ended || mails.isAsking()) {
            return false;
        }
        boolean advanced;
        if (mails.isComing()) {
            advanced = mails.take();
        } else if (wire.remote().isWaiting()) {
            advanced = readReply();
        } else {
            return idle();
        }
        if (!advanced && upstreamGone) {
            fail(Reason.UPSTREAM_GONE, "closed the connection");
        }
        return advanced;
    }

    private boolean readReply() {
        try {
            return wire.remote().read();
        } catch (RemoteDialogue.UnexpectedReplyException e) {
            fail(Reason.UPSTREAM_PROTOCOL, e.what());
            return false;
        }
    }

    private boolean idle() {
        if (commands.hasQuit()) {
            deleteNext();
            return true;
        }
        if (upstreamGone) {
            end(Reason.UPSTREAM_GONE);
        } else if (wire.remote().input().hasRemaining()) {
            end(Reason.UPSTREAM_PROTOCOL);
        } else if (stopping) {
            wire.reply("-ERR [SYS/TEMP] The service is restarting, try again later");
            end(Reason.SHUTDOWN);
        } else if (commands.obeyNext()) {
            return true;
        } else if (wire.isClientGone()) {
            end(Reason.CLIENT_GONE);
        }
        return false;
    }

    /** The client has said QUIT: what it has deleted is kept and deleted. */
    private void deleteNext() {
        int number = drop.takeDeferred();
        if (number > 0) {
            mails.begin(MailFetch.forDeletion(number));
        } else {
            wire.send("QUIT", (positive, line) -> {
                wire.reply(
                        mails.undeleted() == 0
                                ? line
                                : "-ERR [SYS/TEMP] " + mails.undeleted()
                                        + " messages could not be kept and were not deleted");
                end(Reason.QUIT);
            });
        }
    }

    /** The remote server does not do its part: the client is told where it can be told. */
    private void fail(Reason reason, String what) {
        if (!ended && !isReplyUnderWay()) {
            wire.reply(
                    "-ERR [SYS/TEMP] The remote server " + what + (commands.hasQuit() ? ", nothing was deleted" : ""));
        }
        end(reason);
    }

    /** Whether the client has got a part of a reply of several lines. */
    private boolean isReplyUnderWay() {
        return wire.remote().isListing() || mails.isReplyUnderWay();
    }

    private void end(Reason reason) {
        if (!ended) {
            ended = true;
            boolean abort = isReplyUnderWay();
            mails.dropCopy();
            wire.add(new Pop3RelayAction.End(reason, abort));
        }
    }
}
