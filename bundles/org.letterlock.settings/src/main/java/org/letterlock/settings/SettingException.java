package org.letterlock.settings;

/** A setting that cannot be used. The message reads {@code PID: key: reason}; status and log show it as it is. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Makes it. */
    public SettingException(String pid, String key, String reason) {
        super(pid + ": " + key + ": " + reason);
    }
}
