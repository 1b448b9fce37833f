package org.letterlock.admin.core.internal.samples;

import java.util.Map;
import org.letterlock.settings.SettingsReader;

/** A component whose setting cannot be used. */
public final class BrokenPart {

    /** Fails. */
    public BrokenPart(Map<String, Object> properties) {
        new SettingsReader("org.letterlock.storage.log", properties).path("dataDirectory");
    }
}
