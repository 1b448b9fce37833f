package org.letterlock.admin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an argument of a method of {@link GatewayAdmin} that its line in the audit log shows. Never a secret. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Audited {

    /**
     * What it is called there.
     *
     * @return the key, {@code mailbox} for the id of the mailbox that the act is about
     */
    String value();
}
