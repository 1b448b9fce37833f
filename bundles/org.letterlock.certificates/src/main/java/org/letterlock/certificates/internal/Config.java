package org.letterlock.certificates.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        id = Certificates.PID,
        name = "Letterlock: certificates",
        description = "The certificate that mail clients and senders see. Without files of the administrator's own, the"
                + " gateway makes a private authority under <dataDirectory>/tls; ca.pem there is what a client trusts.")
@interface Config {

    @AttributeDefinition(name = "Data folder", description = "Absolute path of the gateway's data folder.")
    String dataDirectory();

    @AttributeDefinition(
            name = "Host names",
            description = "Names and IP addresses the gateway's own certificate is for, the main name first; localhost,"
                    + " 127.0.0.1 and ::1 are always added. A change makes a new certificate.")
    String[] hostname();

    @AttributeDefinition(
            name = "Certificate file",
            description =
                    "PEM file of the certificate to use instead of the gateway's own: the server's certificate first,"
                            + " then each one's issuer. Absolute path; empty = the gateway's own. Read again when it changes.")
    String certificateFile() default "";

    @AttributeDefinition(
            name = "Private key file",
            description = "PEM file of that certificate's private key (RSA or EC), without a password. Absolute path.")
    String privateKeyFile() default "";

    @AttributeDefinition(
            name = "Client authorities",
            description = "PEM file of authorities that are believed for client certificates besides the JDK's, where a"
                    + " listener asks for one. Absolute path; empty = the JDK's alone. Read again when it changes.")
    String clientCaFile() default "";

    @AttributeDefinition(
            name = "Authorities of servers",
            description = "PEM file of authorities that are believed for servers the gateway connects to, besides the"
                    + " JDK's. Absolute path; empty = the JDK's alone. Read again when it changes.")
    String upstreamCaFile() default "";

    @AttributeDefinition(
            name = "Pinned keys of servers",
            description =
                    "Keys that are accepted from servers the gateway connects to, whatever their certificates say:"
                            + " HOST=sha256//BASE64 or HOST:PORT=sha256//BASE64, the SHA-256 of the public key"
                            + " (SubjectPublicKeyInfo), separated by commas. A certificate that an authority vouches for is"
                            + " accepted besides.")
    String[] upstreamPins() default {};

    @AttributeDefinition(
            name = "Expiry warning",
            description = "Days before the certificate's end from which on the status warns. 0 to 365.")
    int expiryWarningDays() default 21;

    @AttributeDefinition(name = "TLS versions", description = "TLSv1.2, TLSv1.3 or both.")
    String[] protocols() default {"TLSv1.2", "TLSv1.3"};

    @AttributeDefinition(
            name = "Session cache",
            description = "How many TLS sessions are remembered for resumption. 1 to 1000000.")
    int sessionCacheEntries() default 10_000;

    @AttributeDefinition(
            name = "Session life",
            description = "Seconds during which a TLS session may be resumed. 1 to 86400.")
    int sessionTimeoutSeconds() default 3_600;
}
