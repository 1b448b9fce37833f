package org.letterlock.users.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings as an administrator sees them. */
@ObjectClassDefinition(id = Users.PID, name = "Letterlock users")
@interface Config {

    @AttributeDefinition(name = "Data directory", description = "Absolute path of the data folder. No default.")
    String dataDirectory();

    @AttributeDefinition(
            name = "Host name",
            description = "What authenticators show beside a one-time password. No default.")
    String hostname();

    @AttributeDefinition(
            name = "Longest delay",
            type = AttributeType.INTEGER,
            description =
                    "Longest wait in seconds that failed sign-ins cost later ones from the same address or of the same"
                            + " user (1, 2, 4 ... seconds); 0 to 3600, 0 slows nobody down.")
    int maxSignInDelaySeconds() default 60;

    @AttributeDefinition(
            name = "Memory of failures",
            type = AttributeType.INTEGER,
            description = "Seconds after the last sign-in for which failed ones are counted; 60 to 86400.")
    int failedSignInMemorySeconds() default 3600;

    @AttributeDefinition(
            name = "Passwords at a time",
            type = AttributeType.INTEGER,
            description = "Passwords that are checked at the same time; more wait, or are turned away. 1 to 64.")
    int passwordThreads() default 2;

    @AttributeDefinition(
            name = "Memory of sign-ins",
            type = AttributeType.INTEGER,
            description =
                    "Seconds for which a password that was right is right without being digested again, for scripts"
                            + " that send it with each request; 0 to 300, 0 digests each time.")
    int passwordMemorySeconds() default 60;
}
