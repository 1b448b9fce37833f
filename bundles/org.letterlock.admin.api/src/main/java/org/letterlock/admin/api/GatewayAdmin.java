package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * All that an administrator can do, one interface for each area. Shell, REST and console call it and add nothing but their
 * form. Thread-safe; every method may block for the disk or a key.
 *
 * <p>Every method leaves a line in the audit log, with the arguments that are {@link Audited}, unless it is
 * {@link NotAudited}. The areas may be provided by different bundles; where one is away, its methods throw
 * {@link AdminException} with {@link AdminException.Reason#UNAVAILABLE} and name it.
 */
@ProviderType
public interface GatewayAdmin
        extends MailboxAdmin,
                StoreAdmin,
                ListenerAdmin,
                ProxyAdmin,
                SettingsAdmin,
                CertificateAdmin,
                UserAdmin,
                AuditAdmin,
                AlarmAdmin,
                TrafficAdmin,
                StatusAdmin {}
