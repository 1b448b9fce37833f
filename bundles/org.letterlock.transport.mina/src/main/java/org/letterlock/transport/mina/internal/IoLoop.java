package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/** MINA's event loop with what it lacks. Public, because MINA makes it by reflection. */
public final class IoLoop extends NioProcessor {

    private final String name;
    private volatile @Nullable Thread thread;

    /** Called by MINA's pool of processors. */
    public IoLoop(Executor threads) {
        super(threads);
        name = ((IoThreads) threads).nextLoopName();
    }

    @Override
    protected int select(long timeout) throws Exception {
        Thread current = Thread.currentThread();
        if (thread != current) {
            thread = current;
            // MINA names the thread after the class.
            current.setName(name);
        }
        return super.select(timeout);
    }

    /** A reset is one way to go away: MINA would log it as an error. */
    @Override
    protected int read(NioSession session, IoBuffer buffer) throws Exception {
        try {
            return super.read(session, buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * MINA changes the selection key on the calling thread, where it may undo what the loop does at the same time, and
     * drops the interest in writing while the rest of a write waits. Here the loop does it, and for reading only.
     */
    @Override
    public void updateTrafficControl(NioSession session) {
        if (Thread.currentThread() != thread) {
            updateTrafficMask(session);
            return;
        }
        try {
            setInterestedInRead(session, !session.isReadSuspended());
        } catch (Exception e) {
            session.getFilterChain().fireExceptionCaught(e);
        }
    }
}
