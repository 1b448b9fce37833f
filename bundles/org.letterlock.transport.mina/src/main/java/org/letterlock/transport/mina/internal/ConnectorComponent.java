package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Outbound connections as a service. */
@Component(name = ConnectorSettings.PID, immediate = true)
@Designate(ocd = ConnectorSettings.Config.class)
public final class ConnectorComponent implements Connector {

    private final MinaConnector connector;

    /** Starts it without a connection. */
    @Activate
    public ConnectorComponent(
            @Reference TransportComponent shared, ConnectorSettings.Config config, Map<String, Object> properties) {
        connector = new MinaConnector(ConnectorSettings.of(properties), shared.transport(), InetAddress::getAllByName);
    }

    @Deactivate
    void close() {
        connector.close();
    }

    @Override
    public OutboundConnection connect(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        return connector.connect(target, client, handler);
    }

    @Override
    public List<TargetHistory> targets() {
        return connector.targets();
    }

    @Override
    public List<String> allowed() {
        return connector.allowed();
    }
}
