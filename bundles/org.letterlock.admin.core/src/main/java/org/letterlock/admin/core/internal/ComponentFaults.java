package org.letterlock.admin.core.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.core.internal.Fault.State;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * Components of ours that do not run, each with the root cause: a missing service is followed to the component that should
 * provide it, and from there on.
 */
final class ComponentFaults {

    private final Set<String> activeBundles;
    private final List<Fault> bundleFaults;
    private final List<ComponentDescriptionDTO> descriptions = new ArrayList<>();
    private final List<Broken> broken = new ArrayList<>();

    /** A component, or an instance of it, that does not run; no configuration where it waits for one. */
    private record Broken(
            ComponentDescriptionDTO description,
            @Nullable ComponentConfigurationDTO configuration,
            String name,
            State state) {}

    /** Why something is missing, and whether the cause is a fault of its own. */
    private record Cause(String text, boolean elsewhere) {}

    private ComponentFaults(ServiceComponentRuntime runtime, Set<String> activeBundles, List<Fault> bundleFaults) {
        this.activeBundles = activeBundles;
        this.bundleFaults = bundleFaults;
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            if (OurBundles.contains(description.bundle.symbolicName) && runtime.isComponentEnabled(description)) {
                descriptions.add(description);
                collect(description, runtime.getComponentConfigurationDTOs(description));
            }
        }
    }

    /**
     * Asks the component runtime.
     *
     * @param activeBundles symbolic names of the active bundles
     * @param bundleFaults bundles of ours that are not active
     */
    static List<Fault> of(ServiceComponentRuntime runtime, Set<String> activeBundles, List<Fault> bundleFaults) {
        ComponentFaults faults = new ComponentFaults(runtime, activeBundles, bundleFaults);
        return faults.broken.stream().map(faults::fault).toList();
    }

    private void collect(ComponentDescriptionDTO description, Collection<ComponentConfigurationDTO> configurations) {
        if (configurations.isEmpty() && "require".equals(description.configurationPolicy)) {
            broken.add(new Broken(description, null, description.name, State.UNCONFIGURED));
        }
        for (ComponentConfigurationDTO configuration : configurations) {
            State state = switch (configuration.state) {
                case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> State.UNCONFIGURED;
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> State.UNSATISFIED;
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> State.FAILED;
                default -> null;
            };
            if (state != null) {
                broken.add(new Broken(description, configuration, name(description, configuration), state));
            }
        }
    }

    private static String name(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        boolean instance = configuration.properties.containsKey("service.factoryPid");
        Object pid = configuration.properties.get(Constants.SERVICE_PID);
        return instance && pid instanceof String text ? text : description.name;
    }

    private Fault fault(Broken component) {
        Cause cause = cause(component, new HashSet<>());
        return new Fault(
                component.name,
                component.description.bundle.symbolicName,
                component.description.bundle.version,
                component.state,
                cause.text,
                !cause.elsewhere);
    }

    private Cause cause(Broken component, Set<String> seen) {
        ComponentConfigurationDTO configuration = component.configuration;
        if (configuration == null || component.state == State.UNCONFIGURED) {
            String pid = component.description.configurationPid[0];
            return new Cause("no configuration: there is no etc/" + pid + ".cfg", false);
        }
        if (component.state == State.FAILED) {
            return new Cause(FailureText.line(String.valueOf(configuration.failure)), false);
        }
        if (!seen.add(component.name)) {
            return new Cause("needs what itself is needed for", false);
        }
        for (UnsatisfiedReferenceDTO missing : configuration.unsatisfiedReferences) {
            Cause cause = missingService(serviceOf(component.description, missing), seen);
            return new Cause("needs " + cause.text + target(missing), cause.elsewhere);
        }
        return new Cause("a reference is not satisfied", false);
    }

    private static String serviceOf(ComponentDescriptionDTO description, UnsatisfiedReferenceDTO missing) {
        return Stream.of(description.references)
                .filter(reference -> reference.name.equals(missing.name))
                .map((ReferenceDTO reference) -> reference.interfaceName)
                .findFirst()
                .orElse(missing.name);
    }

    private static String target(UnsatisfiedReferenceDTO missing) {
        return missing.target == null || missing.target.isEmpty() ? "" : " (target " + missing.target + ")";
    }

    private Cause missingService(String service, Set<String> seen) {
        List<ComponentDescriptionDTO> declared = descriptions.stream()
                .filter(description -> List.of(description.serviceInterfaces).contains(service))
                .toList();
        String provider = declared.isEmpty() ? OurBundles.providerOf(service) : declared.get(0).bundle.symbolicName;
        String name = service.substring(service.lastIndexOf('.') + 1);
        if (provider == null) {
            return new Cause("the service " + service + ", which nobody provides", false);
        }
        for (Fault fault : bundleFaults) {
            if (fault.symbolicName().equals(provider)) {
                return new Cause(name + " from the bundle " + provider + ", which failed: " + fault.reason(), true);
            }
        }
        if (!activeBundles.contains(provider)) {
            return new Cause(name + " from the bundle " + provider + ", which is not installed", false);
        }
        for (Broken candidate : broken) {
            boolean provides = declared.isEmpty()
                    ? candidate.description.bundle.symbolicName.equals(provider)
                    : declared.contains(candidate.description);
            if (provides) {
                return new Cause(name + " from " + candidate.name + which(candidate, seen), true);
            }
        }
        return new Cause(name + " from " + provider + ", which has not registered it yet", false);
    }

    private String which(Broken candidate, Set<String> seen) {
        String reason = cause(candidate, seen).text;
        return switch (candidate.state) {
            case FAILED -> ", which failed: " + reason;
            case UNCONFIGURED -> ", which has " + reason;
            case UNSATISFIED -> ", which " + reason;
        };
    }
}
