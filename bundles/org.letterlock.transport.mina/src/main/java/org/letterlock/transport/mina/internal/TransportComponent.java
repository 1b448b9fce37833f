package org.letterlock.transport.mina.internal;

import java.util.List;
import java.util.Map;
import org.letterlock.transport.api.HandshakeObserver;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The shared part of the transport as a component; its own class is the service that the listeners wait for. */
@Component(
        name = TransportSettings.PID,
        service = {Listeners.class, TransportComponent.class},
        immediate = true)
@Designate(ocd = TransportSettings.Config.class)
public final class TransportComponent implements Listeners {

    private final Transport transport;

    /** Starts the transport without a port. */
    @Activate
    public TransportComponent(TransportSettings.Config config, Map<String, Object> properties) {
        transport = new Transport(TransportSettings.of(properties));
    }

    @Deactivate
    void stop() {
        transport.stop();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindProtocol(ProtocolHandlerFactory factory, ServiceReference<ProtocolHandlerFactory> reference) {
        Bundle bundle = reference.getBundle();
        transport.add(
                String.valueOf(reference.getProperty(ProtocolHandlerFactory.PROTOCOL)),
                // A service that is going already has no bundle.
                bundle == null ? Version.emptyVersion : bundle.getVersion(),
                factory);
    }

    void unbindProtocol(ProtocolHandlerFactory factory) {
        transport.remove(factory);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTlsContexts(TlsContexts contexts) {
        transport.add(contexts);
    }

    void unbindTlsContexts(TlsContexts contexts) {
        transport.remove(contexts);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandshakeObserver(HandshakeObserver observer) {
        transport.handshakeObservers().add(observer);
    }

    void unbindHandshakeObserver(HandshakeObserver observer) {
        transport.handshakeObservers().remove(observer);
    }

    Transport transport() {
        return transport;
    }

    @Override
    public List<ListenerStatus> status() {
        return transport.status();
    }

    @Override
    public void drain() {
        transport.drain();
    }

    @Override
    public void resume() {
        transport.resume();
    }

    @Override
    public boolean isDraining() {
        return transport.isDraining();
    }
}
