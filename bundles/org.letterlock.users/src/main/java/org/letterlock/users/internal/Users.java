package org.letterlock.users.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.SignIn;
import org.letterlock.admin.api.UserAdmin;
import org.letterlock.throttle.LoginThrottle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Puts the parts together, and registers what they provide. Nobody signs in while there is no audit log. */
@Component(
        name = Users.PID,
        service = {},
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class Users {

    static final String PID = "org.letterlock.users";

    private static final String PASSWORDS = "org.apache.karaf.jaas.modules.properties.PropertiesLoginModule";
    private static final long SLOT_WAIT_MILLIS = TimeUnit.SECONDS.toMillis(3);

    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Reference(policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AuditLog audit;

    @Reference(
            cardinality = ReferenceCardinality.AT_LEAST_ONE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<JaasRealm> realms = List.of();

    /** Called by the component runtime. */
    @Activate
    void start(BundleContext context, Config config, Map<String, Object> properties) throws IOException {
        Settings settings = Settings.read(properties);
        Path etc = Path.of(context.getProperty("karaf.etc"));
        StateFile state =
                new StateFile(settings.dataDirectory().resolve("admin").resolve("users.json"));
        RealmFile realm = new RealmFile(etc.resolve("users.properties"));
        RealmFile keys = new RealmFile(etc.resolve("keys.properties"));
        UserDirectory directory =
                new UserDirectory(realm, state, settings.dataDirectory().resolve("initial-admin-password"));
        Clock clock = Clock.systemUTC();
        Secrets secrets = new Secrets();
        Tokens tokens = new Tokens(state, secrets, clock);
        HashSlots slots = new HashSlots(settings.passwordThreads(), SLOT_WAIT_MILLIS);
        CheckedPasswords passwords = new CheckedPasswords(new RealmPasswordHash(this::realmOptions), slots, secrets);
        register(
                context,
                UserAdmin.class,
                new RealmUserAdmin(
                        directory, realm, keys, state, tokens, passwords, secrets, settings.hostname(), clock));
        LoginThrottle throttle =
                new LoginThrottle(settings.maxSignInDelay(), settings.failedSignInMemory(), System::nanoTime);
        register(
                context,
                JaasRealm.class,
                new GuardedRealm(
                        context.getBundle().getBundleId(),
                        this::karafsRealm,
                        new ShellLogins(state, slots, throttle, () -> Objects.requireNonNull(audit), clock)));
        register(
                context,
                SignIn.class,
                new ThrottledSignIn(
                        directory,
                        state,
                        tokens,
                        passwords,
                        slots,
                        throttle,
                        new RecentSignIns(settings.passwordMemory(), System::nanoTime),
                        () -> Objects.requireNonNull(audit),
                        clock));
    }

    @Deactivate
    void stop() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    private <T> void register(BundleContext context, Class<T> type, T service) {
        registrations.add(context.registerService(type, service, FrameworkUtil.asDictionary(Map.of())));
    }

    /** How Karaf's realm digests passwords. */
    private Map<String, ?> realmOptions() {
        for (AppConfigurationEntry entry : karafsRealm().getEntries()) {
            if (PASSWORDS.equals(entry.getOptions().get(ProxyLoginModule.PROPERTY_MODULE))) {
                return entry.getOptions();
            }
        }
        throw new IllegalStateException("the realm '" + GuardedRealm.NAME + "' has no passwords");
    }

    private JaasRealm karafsRealm() {
        for (JaasRealm realm : realms) {
            if (realm.getName().equals(GuardedRealm.NAME) && !(realm instanceof GuardedRealm)) {
                return realm;
            }
        }
        throw new IllegalStateException("there is no realm '" + GuardedRealm.NAME + "'");
    }
}
