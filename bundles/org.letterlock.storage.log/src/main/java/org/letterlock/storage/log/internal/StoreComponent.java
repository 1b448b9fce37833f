package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store and registers it once its log is replayed. Replay takes as long as the log is, so it has a thread of its
 * own: no other component of the gateway waits for it.
 */
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=org.letterlock.storage.api.MessageStore",
        effective = "active")
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=org.letterlock.storage.api.StoreMaintenance",
        effective = "active")
@Component(
        name = SegmentLogStore.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class StoreComponent {

    private static final Logger LOG = LoggerFactory.getLogger(StoreComponent.class);

    private final BundleContext bundle;
    private final Settings settings;
    private final DataFolder folder;
    private final Disk disk = new NativeDisk();
    private final Thread opener;

    // Guarded by this.
    private boolean stopping;
    private @Nullable SegmentLogStore store;
    private @Nullable Registrations registrations;

    /** The store as a service of each kind. */
    private record Registrations(
            ServiceRegistration<MessageStore> store, ServiceRegistration<StoreMaintenance> maintenance) {

        void end() {
            maintenance.unregister();
            store.unregister();
        }
    }

    /** Called by the component runtime; a data folder that cannot be used fails here. */
    @Activate
    public StoreComponent(BundleContext bundle, Config config, Map<String, Object> properties) {
        this.bundle = bundle;
        this.settings = Settings.read(properties);
        this.folder = DataFolder.open(settings.dataDirectory(), disk);
        this.opener = Threads.named("start").newThread(this::open);
        opener.start();
    }

    private void open() {
        try {
            SegmentLogStore opened = new SegmentLogStore(folder, disk, settings, InstantSource.system());
            synchronized (this) {
                store = opened;
                if (stopping) {
                    return;
                }
            }
            // Outside the monitor: who waits for the store starts within this call.
            Registrations registered = new Registrations(
                    bundle.registerService(MessageStore.class, opened, null),
                    bundle.registerService(StoreMaintenance.class, opened.maintenance(), null));
            synchronized (this) {
                if (!stopping) {
                    registrations = registered;
                    return;
                }
            }
            registered.end();
        } catch (IOException | RuntimeException e) {
            LOG.error("{}: dataDirectory: the log in {} cannot be replayed", SegmentLogStore.PID, folder.store(), e);
        }
    }

    @Deactivate
    void deactivate() throws IOException {
        Registrations registered;
        synchronized (this) {
            stopping = true;
            registered = registrations;
            registrations = null;
        }
        if (registered != null) {
            registered.end();
        }
        joinOpener();
        SegmentLogStore opened;
        synchronized (this) {
            opened = store;
        }
        if (opened != null) {
            opened.close();
        } else {
            folder.close();
        }
    }

    private void joinOpener() {
        boolean interrupted = false;
        while (opener.isAlive()) {
            try {
                opener.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
