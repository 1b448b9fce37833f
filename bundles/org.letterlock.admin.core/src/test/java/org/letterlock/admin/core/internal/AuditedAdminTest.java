package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.Audited;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxAdmin;
import org.letterlock.admin.api.NotAudited;
import org.letterlock.admin.api.ProxyRulesView;

public class AuditedAdminTest {

    private static final String ID = "mbx-00000000000000070000000000000001";
    private static final String SECRET = "not for the log";

    /** All that may be looked at without leaving a trace. A method of GatewayAdmin that is not named here is an act. */
    private static final Set<String> READS = Set.of(
            "mailboxes",
            "mailbox",
            "status",
            "problems",
            "verify",
            "ledgerHeads",
            "proxyTargets",
            "settings",
            "certificate",
            "users",
            "user",
            "tokens",
            "audit",
            "alarms",
            "traffic");

    /** There is but one certificate, and its octets are not for a log. */
    private static final String NAMELESS = "installCertificate";

    private final List<String> lines = new ArrayList<>();
    private @Nullable Throwable failure;
    private @Nullable Object result;

    private final GatewayAdmin parts = (GatewayAdmin) Proxy.newProxyInstance(
            GatewayAdmin.class.getClassLoader(), new Class<?>[] {GatewayAdmin.class}, (proxy, method, with) -> {
                if (failure != null) {
                    throw failure;
                }
                return method.getReturnType() == long.class ? (Object) 0L : result;
            });

    private @Nullable GatewayAdmin there = parts;
    private @Nullable AuditLog log = new Lines();

    private final GatewayAdmin admin = AuditedAdmin.of(
            Stream.of(GatewayAdmin.class.getInterfaces())
                    .map(type -> new Area(type, "the.bundle", () -> there))
                    .toList(),
            () -> log,
            Duration.ZERO);

    @Test
    public void everyMethodShouldLeaveALineUnlessItIsARead() throws Exception {
        for (Method method : GatewayAdmin.class.getMethods()) {
            lines.clear();
            call(method);
            if (READS.contains(method.getName())) {
                assertThat(lines).as(method.getName()).isEmpty();
            } else {
                assertThat(lines).as(method.getName()).hasSize(1);
                assertThat(lines.get(0))
                        .startsWith("act=" + method.getName())
                        .endsWith(" outcome=done")
                        .doesNotContain(SECRET);
            }
            assertThat(method.isAnnotationPresent(NotAudited.class)).isEqualTo(READS.contains(method.getName()));
        }
    }

    @Test
    public void everyActWithArgumentsShouldNameWhatItIsAboutAndNoArgumentThatCanHoldASecret() {
        for (Method method : GatewayAdmin.class.getMethods()) {
            List<Parameter> named = Stream.of(method.getParameters())
                    .filter(parameter -> parameter.isAnnotationPresent(Audited.class))
                    .toList();
            if (!READS.contains(method.getName())
                    && !method.getName().equals(NAMELESS)
                    && method.getParameterCount() > 0) {
                assertThat(named).as(method.toString()).isNotEmpty();
            }
            assertThat(named)
                    .as(method.toString())
                    .noneMatch(parameter -> parameter.getType().isArray());
        }
    }

    @Test
    public void entryShouldSayWhatWasDoneToWhichMailbox() throws Exception {
        result = new CreatedMailbox(ID, ID + "@gw.example", SECRET, "ab", SECRET);
        admin.createMailbox("a", "d");
        result = null;
        admin.createMailbox("b", "d", ID, SECRET.toCharArray());
        admin.editMailbox(ID, null, "d");
        admin.deleteMailbox(ID, true);

        assertThat(lines)
                .containsExactly(
                        "act=createMailbox name=a mailbox=" + ID + " outcome=done",
                        "act=createMailbox name=b mailbox=" + ID + " outcome=done",
                        "act=editMailbox mailbox=" + ID + " outcome=done",
                        "act=deleteMailbox mailbox=" + ID + " force=true outcome=done");
    }

    @Test
    public void rulesForTheProxyShouldBeWholeHoweverManyTargetsThereAre() throws Exception {
        List<String> targets = Collections.nCopies(200, "mail.example.org");
        admin.setProxy(ID, new ProxyRulesView(true, targets, true, false, true));
        assertThat(lines.get(0))
                .startsWith("act=setProxy mailbox=" + ID
                        + " proxy=enabled=true failOpen=true keepRejected=false passSuspended=true"
                        + " targets=[mail.example.org, ");
    }

    @Test
    public void refusedAndFailedActsShouldSayWhy() {
        failure = new AdminException(Reason.CONFLICT, "suspend it first", null);
        assertThatThrownBy(() -> admin.deleteMailbox(ID, false)).isSameAs(failure);
        failure = new AdminException(Reason.UNAVAILABLE, "the mailboxes are not loaded", null);
        assertThatThrownBy(() -> admin.suspendMailbox(ID)).isSameAs(failure);
        failure = new IllegalStateException(SECRET);
        assertThatThrownBy(() -> admin.changePassword(ID, SECRET.toCharArray())).isSameAs(failure);

        assertThat(lines)
                .containsExactly(
                        "act=deleteMailbox mailbox=" + ID + " force=false outcome=refused reason=suspend it first",
                        "act=suspendMailbox mailbox=" + ID + " outcome=failed reason=the mailboxes are not loaded",
                        "act=changePassword mailbox=" + ID + " outcome=failed reason=IllegalStateException");
    }

    @Test
    public void partThatIsAwayShouldBeNamed() {
        there = null;
        assertThatThrownBy(admin::mailboxes)
                .isInstanceOf(AdminException.class)
                .hasMessage("what is asked for is not there: the bundle the.bundle does not provide it");
        assertThatThrownBy(() -> admin.suspendMailbox(ID)).hasMessageContaining("the.bundle");
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("act=suspendMailbox")
                .contains("outcome=failed");
    }

    @Test
    public void nothingShouldBeDoneThatLeavesNoTrace() throws Exception {
        log = null;
        failure = new AssertionError("it was done");
        assertThatThrownBy(() -> admin.suspendMailbox(ID))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("org.letterlock.audit");
        failure = null;
        result = List.of();
        assertThat(admin.mailboxes()).isEmpty();
    }

    /** As at a start, where the bundles come one after the other. */
    @Test
    public void actShouldWaitForWhoProvidesIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        GatewayAdmin patient = AuditedAdmin.of(
                List.of(new Area(MailboxAdmin.class, "the.bundle", () -> asked.incrementAndGet() < 3 ? null : parts)),
                () -> asked.incrementAndGet() < 3 ? null : log,
                Duration.ofMinutes(1));
        patient.suspendMailbox(ID);
        assertThat(lines).singleElement().asString().endsWith("outcome=done");
    }

    @Test
    public void methodsOfEveryObjectShouldBeTheObjectsOwn() {
        assertThat(admin.toString()).contains("AuditedAdmin");
        assertThat(lines).isEmpty();
    }

    private void call(Method method) throws Exception {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == String.class
                        ? "text"
                        : type == char[].class
                                ? SECRET.toCharArray()
                                : type == boolean.class ? true : type == int.class ? 1 : null)
                .toArray();
        try {
            method.invoke(admin, arguments);
        } catch (InvocationTargetException | IllegalArgumentException e) {
            throw new AssertionError("cannot call " + method + " with " + Arrays.toString(arguments), e);
        }
    }

    /** Keeps a line for each act. */
    private final class Lines implements AuditLog {

        @Override
        public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
            StringBuilder line = new StringBuilder("act=" + act);
            about.forEach(
                    (key, value) -> line.append(' ').append(key).append('=').append(value));
            line.append(" outcome=").append(outcome.name().toLowerCase(Locale.ROOT));
            lines.add(line + (reason.isEmpty() ? "" : " reason=" + reason));
        }

        @Override
        public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
            throw new UnsupportedOperationException("the caller acts");
        }
    }
}
