package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.ExportReport;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.MailboxAdmin;
import org.letterlock.admin.api.MailboxView;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.RecoveryCode;
import org.letterlock.admin.api.ResetPassword;
import org.letterlock.admin.api.SenderRulesView;
import org.letterlock.mailbox.api.Refusal;

public class CatalogueMailboxAdminTest {

    private static final String ID = "mbx-00000000000000070000000000000001";

    private final MailboxAdmin admin;

    public CatalogueMailboxAdminTest() {
        Catalogue catalogue = new Catalogue();
        admin = new CatalogueMailboxAdmin(() -> catalogue);
    }

    @Test
    public void recoveryCodeShouldComeAndGo() throws AdminException {
        assertThat(admin.createMailboxWithRecoveryCode("a", "d", null, null))
                .isEqualTo(new CreatedMailbox(ID, ID + "@gw.example", "secret-a", "ab".repeat(32), "code"));
        assertThat(admin.mailbox(ID).recoveryCode()).isTrue();
        assertThat(admin.resetPassword(ID, "code".toCharArray()))
                .isEqualTo(new ResetPassword("recovered", "ab".repeat(32)));
        assertFails(Reason.DENIED, "that is not its code", () -> admin.resetPassword(ID, new char[0]));
        assertThat(admin.removeRecoveryCode(ID)).isEqualTo(new RecoveryCode(ID, null));
        assertThat(admin.mailbox(ID).recoveryCode()).isFalse();
        assertFails(Reason.CONFLICT, "it has none", () -> admin.resetPassword(ID, new char[0]));
        assertFails(Reason.DENIED, "that is not it", () -> admin.setRecoveryCode(ID, new char[0]));
        assertThat(admin.setRecoveryCode(ID, "secret-a".toCharArray())).isEqualTo(new RecoveryCode(ID, "code"));
        assertFails(
                Reason.INVALID,
                "a mailbox id is mbx- and 32 hexadecimal digits",
                () -> admin.createMailboxWithRecoveryCode("a", "d", "x", null));
    }

    @Test
    public void escrowShouldComeAndGo() throws AdminException {
        assertThat(admin.createMailboxWithEscrow("a", "d", null, null, true).recoveryCode())
                .isEqualTo("code");
        assertThat(admin.mailbox(ID).escrow()).isEqualTo("ef".repeat(32));
        assertThat(admin.setEscrow(ID, false).escrow()).isNull();
        assertThat(admin.setEscrow(ID, true).escrow()).isEqualTo("ef".repeat(32));
        admin.suspendMailbox(ID);
        assertFails(Reason.CONFLICT, "there is none", () -> admin.setEscrow(ID, true));
    }

    @Test
    public void passwordShouldBeResetOrNot() throws AdminException {
        admin.createMailbox("a", "d");
        assertThat(admin.resetPassword(ID)).isEqualTo(new ResetPassword("reset", "ab".repeat(32)));
        admin.suspendMailbox(ID);
        assertFails(Reason.CONFLICT, "it has 4 older keys", () -> admin.resetPassword(ID));
    }

    @Test
    public void mailboxShouldLiveFromCreationToDeletion() throws AdminException {
        assertThat(admin.createMailbox("a", "d"))
                .isEqualTo(new CreatedMailbox(ID, ID + "@gw.example", "secret-a", "ab".repeat(32), null));
        MailboxView view = new MailboxView(
                ID,
                ID + "@gw.example",
                "a",
                "d",
                "active",
                "ab".repeat(32),
                1,
                100,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                new SenderRulesView(List.of(), false, List.of(), false),
                new ProxyRulesView(true, List.of(), false, false, false),
                0,
                0,
                false,
                null);
        assertThat(admin.mailboxes()).containsExactly(view);
        assertThat(admin.mailbox(ID.toUpperCase(Locale.ROOT))).isEqualTo(view);
        assertThat(admin.editMailbox(ID, "b", null).name()).isEqualTo("b");
        assertThat(admin.mailbox(ID).description()).isEqualTo("d");

        assertFails(Reason.CONFLICT, "suspend it first", () -> admin.deleteMailbox(ID, true));
        assertThat(admin.suspendMailbox(ID).status()).isEqualTo("suspended");
        assertFails(Reason.CONFLICT, "it holds 1 mail", () -> admin.deleteMailbox(ID, false));
        admin.deleteMailbox(ID, true);
        assertThat(admin.mailboxes()).isEmpty();
    }

    @Test
    public void senderRulesAndRefusalsShouldBeShown() throws AdminException {
        Catalogue catalogue = new Catalogue();
        MailboxAdmin rules = new CatalogueMailboxAdmin(() -> catalogue);
        rules.createMailbox("a", "d");
        SenderRulesView view = new SenderRulesView(List.of("192.0.2.0/24"), true, List.of("mx.example"), true);
        assertThat(rules.setSenders(ID, view).senders()).isEqualTo(view);
        assertThat(rules.mailbox(ID).senders()).isEqualTo(view);

        catalogue.refusals.add(new Refusal(ID, Refusal.Reason.TLS_REQUIRED, 3, Instant.EPOCH, "192.0.2.1"));
        assertThat(CatalogueMailboxAdmin.refusals(catalogue))
                .containsExactly(new GatewayStatus.Refusal(ID, "tls_required", 3, Instant.EPOCH, "192.0.2.1"));
    }

    @Test
    public void proxyRulesShouldBeSetAndShown() throws AdminException {
        admin.createMailbox("a", "d");
        ProxyRulesView view = new ProxyRulesView(false, List.of("*.example"), true, false, true);
        assertThat(admin.setProxy(ID, view).proxy()).isEqualTo(view);
        ProxyRulesView other = new ProxyRulesView(true, List.of(), false, true, false);
        assertThat(admin.setProxy(ID, other).proxy()).isEqualTo(other);
        assertThat(admin.mailbox(ID).proxy()).isEqualTo(other);
        assertFails(Reason.NOT_FOUND, "there is no mailbox 'x'", () -> admin.setProxy("x", view));
    }

    @Test
    public void mailboxShouldHaveTheGivenIdAndOnlyAPasswordThatWasMadeIsShown() throws AdminException {
        String other = "mbx-000000000000000800000000000000ff";
        assertThat(admin.createMailbox("a", "d", ID.toUpperCase(Locale.ROOT), null))
                .isEqualTo(new CreatedMailbox(ID, ID + "@gw.example", "secret-a", "ab".repeat(32), null));
        assertThat(admin.createMailbox("b", "d", other, "a given password".toCharArray()))
                .isEqualTo(new CreatedMailbox(other, other + "@gw.example", null, "ab".repeat(32), null));
        assertFails(Reason.CONFLICT, "there is one", () -> admin.createMailbox("c", "d", ID, null));
        assertFails(
                Reason.INVALID,
                "a mailbox id is mbx- and 32 hexadecimal digits",
                () -> admin.createMailbox("c", "d", ID + "0", null));
    }

    @Test
    public void passwordShouldChangeWhenTheCurrentOneIsRight() throws AdminException {
        admin.createMailbox("a", "d");

        assertThat(admin.changePassword(ID, "secret-a".toCharArray()).password())
                .isEqualTo("changed");
        assertFails(Reason.DENIED, "that is not it", () -> admin.changePassword(ID, "wrong".toCharArray()));
        assertFails(Reason.NOT_FOUND, "there is no mailbox 'x'", () -> admin.changePassword("x", new char[0]));
    }

    @Test
    public void exportShouldSayWhatItHoldsOrWhyItCannotBe() throws AdminException {
        admin.createMailbox("a", "d");

        assertThat(admin.exportMailbox(ID, "/e"))
                .isEqualTo(new ExportReport(
                        ID,
                        "/e",
                        1,
                        100,
                        List.of("key-1.pgp"),
                        2,
                        3,
                        List.of(new ExportReport.Damage("m.pgp", "its body ends early"))));
        assertFails(Reason.INVALID, "give the absolute path", () -> admin.exportMailbox(ID, "e"));
        assertFails(Reason.INVALID, "Nul character not allowed: /\0", () -> admin.exportMailbox(ID, "/\0"));
        assertFails(Reason.NOT_FOUND, "there is no mailbox 'x'", () -> admin.exportMailbox("x", "/e"));
    }

    @Test
    public void failuresShouldSayWhy() {
        assertFails(Reason.INVALID, "a name has 1 to 200 characters", () -> admin.createMailbox("", ""));
        assertFails(Reason.NOT_FOUND, "there is no mailbox '" + ID + "'", () -> admin.mailbox(ID));
        assertFails(Reason.NOT_FOUND, "there is no mailbox 'nonsense'", () -> admin.editMailbox("nonsense", "a", null));
        assertFails(Reason.NOT_FOUND, "there is no mailbox " + ID, () -> admin.deleteMailbox(ID, true));
    }

    private static void assertFails(Reason reason, String message, ThrowingCallable act) {
        AdminException thrown = catchThrowableOfType(AdminException.class, act);
        assertThat(thrown).hasMessage(message);
        assertThat(thrown.reason()).isEqualTo(reason);
    }
}
