package org.letterlock.admin.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The settings of our own components. A part of {@link GatewayAdmin}, which says what holds for all. Values are text as
 * in {@code etc/}; several are separated by commas.
 */
@ProviderType
public interface SettingsAdmin {

    /**
     * The settings of all components.
     *
     * @return by PID; secrets are masked
     * @throws AdminException if they cannot be read
     */
    @NotAudited
    List<ComponentSettings> settings() throws AdminException;

    /**
     * The settings of one component.
     *
     * @param pid its PID
     * @return its settings; secrets are masked
     * @throws AdminException if there is no such component
     */
    @NotAudited
    ComponentSettings settings(String pid) throws AdminException;

    /**
     * Changes settings of a component. They take effect at once and are kept in {@code etc/}. All of them are checked
     * before any is changed; where the component does not start with them, it gets its former ones back.
     *
     * @param pid its PID
     * @param changes new values by key; null takes the value out of {@code etc/}, so that the default holds
     * @return the settings as they are now
     * @throws AdminException with {@link AdminException.Reason#INVALID} if a key is not known or a value cannot be; names
     *     PID and key
     */
    ComponentSettings changeSettings(@Audited("pid") String pid, @Audited("changes") SettingChanges changes)
            throws AdminException;

    /**
     * Makes a component of which there may be several, such as a listener.
     *
     * @param factoryPid what it is one of
     * @param name distinguishes it from the others, 1 to 40 lower-case letters, digits and hyphens
     * @param changes its settings that are not the defaults
     * @return its settings
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if there is one of that name, or as
     *     {@link #changeSettings}
     */
    ComponentSettings createSettings(
            @Audited("pid") String factoryPid, @Audited("name") String name, @Audited("changes") SettingChanges changes)
            throws AdminException;

    /**
     * Takes away a component of which there may be several.
     *
     * @param pid its PID
     * @throws AdminException if there is none, or with {@link AdminException.Reason#CONFLICT} if it is no such one
     */
    void deleteSettings(@Audited("pid") String pid) throws AdminException;
}
