package org.letterlock.admin.api;

import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** The trail of who did what. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface AuditAdmin {

    /**
     * Entries of the trail.
     *
     * @param query which
     * @return the latest of them first
     * @throws AdminException if the trail cannot be read
     */
    @NotAudited
    AuditPage audit(AuditQuery query) throws AdminException;

    /**
     * Verifies the chain of all entries that are kept.
     *
     * @return what was checked and what is wrong
     * @throws AdminException if the trail cannot be read
     */
    AuditVerification verifyAudit() throws AdminException;

    /**
     * Hands out entries as they are kept: a JSON document a line, with what it takes to verify the chain elsewhere.
     *
     * @param query which; its limit and its {@code before} are not looked at
     * @param lines gets each line without its end, the oldest first
     * @return how many
     * @throws AdminException if the trail cannot be read
     */
    long exportAudit(@Audited("query") AuditQuery query, Consumer<String> lines) throws AdminException;
}
