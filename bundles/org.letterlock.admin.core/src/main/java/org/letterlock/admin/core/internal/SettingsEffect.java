package org.letterlock.admin.core.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Waits until the component runtime has given a component its new settings. */
final class SettingsEffect {

    private static final long PATIENCE_SECONDS = 5;
    private static final long POLL_MILLIS = 50;

    private final Supplier<@Nullable ServiceComponentRuntime> runtimes;

    SettingsEffect(Supplier<@Nullable ServiceComponentRuntime> runtimes) {
        this.runtimes = runtimes;
    }

    /**
     * Waits for it.
     *
     * @param pid whose settings they are
     * @param factoryPid what it is one of, null if there is but one
     * @param settings what of its properties must have become what
     * @return why it does not run with them; null if it does, or if nobody has taken them in time
     */
    @Nullable String await(String pid, @Nullable String factoryPid, Map<String, String> settings) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            ComponentConfigurationDTO component = find(pid, factoryPid == null ? pid : factoryPid, settings);
            if (component != null && component.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                return FailureText.line(String.valueOf(component.failure));
            }
            if (component != null && component.state == ComponentConfigurationDTO.ACTIVE) {
                return null;
            }
        } while (System.nanoTime() - end < 0 && pause());
        return null;
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private @Nullable ComponentConfigurationDTO find(String pid, String declaredPid, Map<String, String> settings) {
        ServiceComponentRuntime runtime = runtimes.get();
        if (runtime == null) {
            return null;
        }
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            if (List.of(description.configurationPid).contains(declaredPid)) {
                for (ComponentConfigurationDTO component : runtime.getComponentConfigurationDTOs(description)) {
                    if (isOf(pid, component.properties.get(Constants.SERVICE_PID)) && holds(component, settings)) {
                        return component;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isOf(String pid, @Nullable Object servicePid) {
        return servicePid instanceof List<?> several
                ? several.contains(pid)
                : servicePid instanceof String[] array ? List.of(array).contains(pid) : pid.equals(servicePid);
    }

    private static boolean holds(ComponentConfigurationDTO component, Map<String, String> settings) {
        return settings.entrySet().stream()
                .allMatch(setting -> EffectiveSettings.text(component.properties.get(setting.getKey()))
                        .equals(setting.getValue()));
    }
}
