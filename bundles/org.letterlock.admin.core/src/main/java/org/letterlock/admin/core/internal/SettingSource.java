package org.letterlock.admin.core.internal;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a setting's value comes from, by what is written in {@code etc/}. */
final class SettingSource {

    static final String DEFAULT = "default";
    static final String ETC = "etc";

    /** Variables by which the start script passes defaults that it computes. */
    private static final String COMPUTED = "LETTERLOCK_DEFAULT_";

    private static final Pattern VARIABLE = Pattern.compile("\\$\\[env:([A-Za-z0-9_]+)");

    private SettingSource() {}

    /**
     * Says it.
     *
     * @param raw what is configured, {@code $[env:NAME;default=...]} not yet replaced, null if nothing is
     * @param isSet whether an environment variable is set
     */
    static String of(@Nullable Object raw, Predicate<String> isSet) {
        if (raw == null) {
            return DEFAULT;
        }
        Matcher variable = VARIABLE.matcher(raw.toString());
        boolean any = false;
        while (variable.find()) {
            any = true;
            if (!variable.group(1).startsWith(COMPUTED) && isSet.test(variable.group(1))) {
                return "environment " + variable.group(1);
            }
        }
        return any ? DEFAULT : ETC;
    }
}
