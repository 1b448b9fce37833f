package org.letterlock.certificates.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        id = Acme.PID,
        name = "Letterlock: certificates by ACME",
        description =
                "Gets the certificate from an authority such as Let's Encrypt and renews it (RFC 8555). The authority"
                        + " looks at port 80 of each name over plain HTTP: forward it to this port.")
@interface AcmeConfig {

    @AttributeDefinition(name = "Data folder", description = "Absolute path of the gateway's data folder.")
    String dataDirectory();

    @AttributeDefinition(
            name = "Port",
            description =
                    "TCP port on which the authority's questions are answered, and nothing else. 0 or empty = ACME is"
                            + " off, otherwise 1 to 65535.")
    String port() default "";

    @AttributeDefinition(name = "Address", description = "IP address that the port is bound to.")
    String bindAddress() default "0.0.0.0";

    @AttributeDefinition(
            name = "Directory",
            description = "URL of the ACME server's directory, https. Default: Let's Encrypt.")
    String directory() default "https://acme-v02.api.letsencrypt.org/directory";

    @AttributeDefinition(
            name = "Names",
            description =
                    "Host names that the certificate is to be for, separated by commas. No addresses, no wildcards."
                            + " A change gets a new certificate.")
    String[] names();

    @AttributeDefinition(
            name = "Terms agreed",
            description = "Whether you agree to the authority's terms of service. Without it nothing is asked for.")
    boolean termsAgreed() default false;

    @AttributeDefinition(
            name = "Contact",
            description = "Mail address under which the authority may reach you. Empty = none.")
    String contact() default "";

    @AttributeDefinition(
            name = "Authorities of the directory",
            description = "PEM file of authorities that are believed for the ACME server itself besides the JDK's."
                    + " Absolute path; empty = the JDK's alone. For private ACME servers.")
    String directoryCaFile() default "";

    @AttributeDefinition(
            name = "External account",
            description = "Key identifier of an account at the authority that this one is bound to (RFC 8555, section"
                    + " 7.3.4). Empty = none.")
    String externalAccountId() default "";

    @AttributeDefinition(
            name = "External account's key",
            description = "MAC key of that account, Base64url. Take it from the environment or a file: $[env:NAME],"
                    + " $[secret:NAME].",
            type = AttributeType.PASSWORD)
    String externalAccountKey() default "";
}
