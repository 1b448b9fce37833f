package org.letterlock.transport.mina.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** A listener for each factory configuration. */
@Component(
        name = ListenerSettings.FACTORY_PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ListenerSettings.Config.class, factory = true)
public final class ListenerComponent {

    private final Transport transport;
    private final Listener listener;

    /** Opens the port. */
    @Activate
    public ListenerComponent(
            @Reference TransportComponent shared, ListenerSettings.Config config, Map<String, Object> properties) {
        transport = shared.transport();
        listener = transport.open(ListenerSettings.of(properties));
    }

    @Deactivate
    void close() {
        transport.close(listener);
    }
}
