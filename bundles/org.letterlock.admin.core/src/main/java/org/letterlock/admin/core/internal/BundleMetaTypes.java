package org.letterlock.admin.core.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.util.tracker.BundleTracker;

/**
 * The metatype definitions of our bundles, each read once, in the thread that starts the bundle. Reading them resolves a
 * bundle that is not resolved; done at another time, in another thread, that makes an update of the bundle fail.
 */
final class BundleMetaTypes extends BundleTracker<MetaTypeInformation> {

    private final MetaTypeService metaTypes;

    BundleMetaTypes(BundleContext context, MetaTypeService metaTypes) {
        super(context, Bundle.STARTING | Bundle.ACTIVE, null);
        this.metaTypes = metaTypes;
    }

    @Override
    public @Nullable MetaTypeInformation addingBundle(Bundle bundle, @Nullable BundleEvent event) {
        return OurBundles.contains(bundle.getSymbolicName()) ? metaTypes.getMetaTypeInformation(bundle) : null;
    }

    boolean reads(MetaTypeService service) {
        return metaTypes.equals(service);
    }

    DeclaredSettings declared() {
        return new DeclaredSettings(getTracked().values());
    }
}
