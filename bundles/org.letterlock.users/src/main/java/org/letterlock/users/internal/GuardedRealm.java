package org.letterlock.users.internal;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;

/** Karaf's realm with a {@link RealmGuard} in front; it takes the place of Karaf's own while it is registered. */
final class GuardedRealm implements JaasRealm {

    static final String NAME = "karaf";

    private final long bundle;
    private final Supplier<JaasRealm> karafs;
    private final ShellLogins logins;

    GuardedRealm(long bundle, Supplier<JaasRealm> karafs, ShellLogins logins) {
        this.bundle = bundle;
        this.karafs = karafs;
        this.logins = logins;
    }

    @Override
    public String getName() {
        return NAME;
    }

    /** Karaf's own has 0. */
    @Override
    public int getRank() {
        return 1;
    }

    @Override
    public AppConfigurationEntry[] getEntries() {
        AppConfigurationEntry guard = new AppConfigurationEntry(
                ProxyLoginModule.class.getName(),
                LoginModuleControlFlag.REQUISITE,
                Map.of(
                        ProxyLoginModule.PROPERTY_MODULE,
                        RealmGuard.class.getName(),
                        ProxyLoginModule.PROPERTY_BUNDLE,
                        Long.toString(bundle),
                        RealmGuard.LOGINS,
                        logins));
        return Stream.concat(Stream.of(guard), Stream.of(karafs.get().getEntries()))
                .toArray(AppConfigurationEntry[]::new);
    }
}
