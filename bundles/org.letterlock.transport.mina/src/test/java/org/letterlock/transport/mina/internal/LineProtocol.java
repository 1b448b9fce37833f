package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ProtocolHandlerFactory;

/** A small protocol to test with: greets with its name, echoes lines, and knows a few commands. */
final class LineProtocol implements ProtocolHandlerFactory {

    private final String name;
    final List<Session> sessions = new CopyOnWriteArrayList<>();

    LineProtocol(String name) {
        this.name = name;
    }

    @Override
    public ConnectionHandler newHandler(Connection connection) {
        Session session = new Session(connection);
        sessions.add(session);
        return session;
    }

    Session onlySession() {
        return sessions.get(0);
    }

    final class Session implements ConnectionHandler {

        final Connection connection;
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger drained = new AtomicInteger();
        final AtomicInteger ticks = new AtomicInteger();
        final AtomicLong taken = new AtomicLong();
        final List<String> lines = new CopyOnWriteArrayList<>();

        private final StringBuilder input = new StringBuilder();
        private long toTake;
        private long toGive;
        volatile int longestQueue;

        Session(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void opened() {
            say(name + " ready" + (connection.tls().isPresent() ? " secured" : ""));
        }

        void say(String line) {
            connection.send(ByteBuffer.wrap((line + "\r\n").getBytes(ISO_8859_1)));
        }

        @Override
        public void received(ByteBuffer data) {
            while (data.hasRemaining()) {
                if (toTake > 0) {
                    take(data);
                } else {
                    input.append((char) Byte.toUnsignedInt(data.get()));
                    endLine();
                }
            }
        }

        private void endLine() {
            int end = input.length() - 2;
            if (end >= 0 && input.charAt(end) == '\r' && input.charAt(end + 1) == '\n') {
                String line = input.substring(0, end);
                input.setLength(0);
                lines.add(line);
                command(line);
            }
        }

        private void take(ByteBuffer data) {
            int octets = (int) Math.min(toTake, data.remaining());
            data.position(data.position() + octets);
            taken.addAndGet(octets);
            toTake -= octets;
            if (toTake == 0) {
                say("taken");
            }
        }

        private void command(String line) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "STARTTLS" -> connection.startTls(ByteBuffer.wrap("go\r\n".getBytes(ISO_8859_1)));
                case "HOLD" -> connection.suspendReads();
                case "TAKE" -> toTake = Long.parseLong(words[1]);
                case "GIVE" -> {
                    toGive = Long.parseLong(words[1]);
                    writable();
                }
                case "FAIL" -> throw new IllegalStateException("asked to");
                case "QUIT" -> {
                    say("bye");
                    connection.close();
                }
                default -> say(line);
            }
        }

        @Override
        public void secured(SSLSession session) {
            if (input.length() > 0) {
                connection.abort();
            }
        }

        @Override
        public void writable() {
            while (toGive > 0 && connection.isWritable()) {
                int octets = (int) Math.min(toGive, 10_000);
                toGive -= octets;
                connection.send(ByteBuffer.allocate(octets));
                longestQueue = Math.max(longestQueue, ((MinaConnection) connection).queuedBytes());
            }
        }

        @Override
        public void tick(long nanoTime) {
            ticks.incrementAndGet();
        }

        @Override
        public void drain() {
            drained.incrementAndGet();
        }

        @Override
        public void closed() {
            closed.incrementAndGet();
        }
    }
}
