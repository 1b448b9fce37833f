package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.sasl.SaslClient;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;

/** AUTH, the client's side (RFC 4954, section 4). */
final class ClientLogin {

    /** The longest command line without its CRLF (RFC 5321, section 4.5.3.1.4): a longer message follows the command. */
    private static final int MAX_COMMAND_OCTETS = 510;

    private static final byte[] CANCEL = {'*', '\r', '\n'};

    private final SaslMechanism mechanism;
    private final SaslCredentials credentials;
    private final String host;
    private final int port;
    private SaslClient exchange;
    private boolean cancelled;

    ClientLogin(SaslMechanism mechanism, SaslCredentials credentials, String host, int port) {
        this.mechanism = mechanism;
        this.credentials = credentials;
        this.host = host;
        this.port = port;
        this.exchange = new SaslClient(mechanism, credentials, host, port);
    }

    /** The credentials' own mechanism; a password may go either way. */
    static Optional<SaslMechanism> choose(SaslMechanism wanted, Set<SaslMechanism> offered) {
        SaslMechanism other = switch (wanted) {
            case PLAIN -> SaslMechanism.LOGIN;
            case LOGIN -> SaslMechanism.PLAIN;
            default -> wanted;
        };
        return Optional.of(offered.contains(wanted) ? wanted : other).filter(offered::contains);
    }

    ByteBuffer command() {
        byte[] command = ("AUTH " + mechanism).getBytes(US_ASCII);
        byte[] initial = exchange.initialResponse();
        ByteBuffer line;
        if (initial == null || command.length + 1 + initial.length > MAX_COMMAND_OCTETS) {
            exchange = new SaslClient(mechanism, credentials, host, port);
            line = ByteBuffer.allocate(command.length + 2).put(command);
        } else {
            line = ByteBuffer.allocate(command.length + initial.length + 3)
                    .put(command)
                    .put((byte) ' ')
                    .put(initial);
        }
        erase(initial);
        return line.put((byte) '\r').put((byte) '\n').flip();
    }

    /** The answer to a challenge, which may be that we give up; null if we have done so already. */
    @Nullable ByteBuffer respond() {
        if (cancelled) {
            return null;
        }
        byte[] response = exchange.respond();
        if (response == null) {
            cancelled = true;
            return ByteBuffer.wrap(CANCEL).asReadOnlyBuffer();
        }
        ByteBuffer line = ByteBuffer.allocate(response.length + 2)
                .put(response)
                .put((byte) '\r')
                .put((byte) '\n')
                .flip();
        erase(response);
        return line;
    }

    private static void erase(byte @Nullable [] message) {
        if (message != null) {
            Arrays.fill(message, (byte) 0);
        }
    }
}
