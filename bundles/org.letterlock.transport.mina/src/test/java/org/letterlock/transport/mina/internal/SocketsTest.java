package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.junit.Test;

public class SocketsTest {

    private final BlockingQueue<IoSession> opened = new LinkedBlockingQueue<>();

    private final IoHandlerAdapter handler = new IoHandlerAdapter() {
        @Override
        public void sessionOpened(IoSession session) {
            opened.add(session);
        }
    };

    @Test
    public void repliesShouldLeaveAtOnceOnBothLegs() throws Exception {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        NioSocketConnector connector = new NioSocketConnector(1);
        try {
            for (SocketSessionConfig config : List.of(acceptor.getSessionConfig(), connector.getSessionConfig())) {
                Sockets.configure(config);
            }
            acceptor.setHandler(handler);
            connector.setHandler(handler);
            acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            connector.connect(acceptor.getLocalAddress());
            for (int leg = 0; leg < 2; leg++) {
                IoSession session = opened.poll(1, TimeUnit.MINUTES);
                assertThat(session).isNotNull();
                // The session's own configuration asks the socket.
                SocketSessionConfig socket = (SocketSessionConfig) session.getConfig();
                assertThat(socket.isTcpNoDelay()).isTrue();
                assertThat(socket.isKeepAlive()).isTrue();
            }
        } finally {
            connector.dispose();
            acceptor.dispose();
        }
    }
}
