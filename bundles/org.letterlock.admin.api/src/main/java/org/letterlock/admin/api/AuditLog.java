package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of what administrators did. Acts that come to {@link GatewayAdmin} leave their line there by themselves; this
 * is for those that were turned away before. Who the caller is comes from the JAAS subject of the calling thread.
 * Thread-safe.
 */
@ProviderType
public interface AuditLog {

    /**
     * Writes that the caller was refused an act.
     *
     * @param act what was asked for; characters that could look like another line or field are escaped, what is longer
     *     than 200 characters is cut
     * @param reason why, for people; as the act
     */
    void refused(String act, String reason);
}
