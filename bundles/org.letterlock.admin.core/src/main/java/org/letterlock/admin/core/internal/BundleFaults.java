package org.letterlock.admin.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.letterlock.admin.core.internal.Fault.State;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Bundles of ours that are not active, and why. */
final class BundleFaults {

    private static final Pattern PACKAGE =
            Pattern.compile("\\(" + Pattern.quote(PackageNamespace.PACKAGE_NAMESPACE) + "=([^)]+)\\)");

    private BundleFaults() {}

    static List<Fault> of(BundleContext context) {
        FrameworkWiring framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        List<Fault> faults = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (OurBundles.contains(bundle.getSymbolicName()) && bundle.getState() != Bundle.ACTIVE) {
                faults.add(fault(bundle, framework));
            }
        }
        return faults;
    }

    private static Fault fault(Bundle bundle, FrameworkWiring framework) {
        String name = bundle.getSymbolicName();
        String version = bundle.getVersion().toString();
        return switch (bundle.getState()) {
            case Bundle.INSTALLED ->
                new Fault(name, name, version, State.FAILED, "not resolved: " + missing(bundle, framework), true);
            case Bundle.STARTING -> new Fault(name, name, version, State.UNSATISFIED, "is starting", true);
            default -> new Fault(name, name, version, State.FAILED, "the bundle is not started", true);
        };
    }

    private static String missing(Bundle bundle, FrameworkWiring framework) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return "the bundle is being removed";
        }
        return revision.getDeclaredRequirements(null).stream()
                .filter(requirement -> matters(requirement)
                        && framework.findProviders(requirement).isEmpty())
                .findFirst()
                .map(BundleFaults::text)
                .orElse("a bundle that it needs is not resolved itself");
    }

    private static boolean matters(BundleRequirement requirement) {
        String effective = requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, "resolve");
        return effective.equals(Constants.EFFECTIVE_RESOLVE)
                && !Constants.RESOLUTION_OPTIONAL.equals(
                        requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }

    private static String text(BundleRequirement requirement) {
        String filter =
                Optional.ofNullable(requirement.getDirectives().get("filter")).orElse("");
        Matcher matcher = PACKAGE.matcher(filter);
        return matcher.find()
                ? "no bundle exports the package " + matcher.group(1) + " as " + filter
                : "no bundle provides " + requirement.getNamespace() + " " + filter;
    }
}
