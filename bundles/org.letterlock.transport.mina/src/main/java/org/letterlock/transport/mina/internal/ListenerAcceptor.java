package org.letterlock.transport.mina.internal;

import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Executor;
import org.apache.mina.core.service.IoProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/** MINA's acceptor with a thread that is named after the listener. */
final class ListenerAcceptor extends NioSocketAcceptor {

    private final String name;

    ListenerAcceptor(String name, Executor threads, IoProcessor<NioSession> loops) {
        super(threads, loops);
        this.name = name;
    }

    @Override
    protected ServerSocketChannel open(SocketAddress address) throws Exception {
        // On the acceptor's thread, which MINA names after the class.
        Thread.currentThread().setName("letterlock-accept-" + name);
        return super.open(address);
    }
}
