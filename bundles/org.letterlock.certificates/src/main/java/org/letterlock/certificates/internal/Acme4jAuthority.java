package org.letterlock.certificates.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** An ACME server (RFC 8555) by acme4j. The account's key is made at the first order. */
final class Acme4jAuthority implements AcmeAuthority {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT = Duration.ofMinutes(3);

    private final AcmeSettings settings;

    Acme4jAuthority(AcmeSettings settings) {
        this.settings = settings;
    }

    @Override
    public KeyMaterial issue(List<String> names, HttpChallenges challenges)
            throws AcmeFailedException, InterruptedException {
        try {
            Login login = login();
            Order order = login.newOrder().domains(names).create();
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization, challenges);
            }
            if (order.waitUntilReady(MAX_WAIT) != Status.READY) {
                throw failed("the ACME server did not accept the order", order.getError());
            }
            KeyPair key = EcKeys.newPair();
            order.execute(key);
            if (order.waitForCompletion(MAX_WAIT) != Status.VALID) {
                throw failed("the ACME server did not issue the certificate", order.getError());
            }
            return new KeyMaterial(key.getPrivate(), order.getCertificate().getCertificateChain());
        } catch (AcmeException | AcmeLazyLoadingException | AcmeProtocolException e) {
            throw failed(e);
        } finally {
            challenges.hideAll();
        }
    }

    private Login login() throws AcmeException, AcmeFailedException {
        Session session = new Session(settings.directory(), new Provider(trust()));
        session.networkSettings().setTimeout(REQUEST_TIMEOUT);
        Optional<URI> terms = session.getMetadata().getTermsOfService();
        AccountBuilder account = new AccountBuilder().useKeyPair(accountKey());
        if (settings.termsAgreed()) {
            account.agreeToTermsOfService();
        } else if (terms.isPresent()) {
            throw new AcmeFailedException("read " + terms.get() + " and set termsAgreed of " + Acme.PID, null);
        }
        if (!settings.contact().isEmpty()) {
            account.addEmail(settings.contact());
        }
        if (!settings.externalAccountId().isEmpty()) {
            account.withKeyIdentifier(settings.externalAccountId(), settings.externalAccountKey());
        }
        // Of a key that the server knows this finds the account.
        return account.createLogin(session);
    }

    private KeyPair accountKey() throws AcmeFailedException {
        try {
            return EcKeys.readOrMake(settings.folder(), "account.key");
        } catch (UnusableFileException e) {
            throw new AcmeFailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new AcmeFailedException("the account's key cannot be stored: " + e, e);
        }
    }

    private SSLContext trust() throws AcmeFailedException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {Authorities.trusting(settings.directoryCaFile())}, null);
            return context;
        } catch (UnusableFileException e) {
            throw new AcmeFailedException("directoryCaFile: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot use TLS as a client", e);
        }
    }

    private static void prove(Authorization authorization, HttpChallenges challenges)
            throws AcmeException, AcmeFailedException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        String name = authorization.getIdentifier().getDomain();
        Http01Challenge challenge = authorization
                .findChallenge(Http01Challenge.class)
                .orElseThrow(() -> new AcmeFailedException("the ACME server offers no HTTP-01 for " + name, null));
        challenges.show(challenge.getToken(), challenge.getAuthorization());
        challenge.trigger();
        if (authorization.waitForCompletion(MAX_WAIT) != Status.VALID) {
            challenge.fetch();
            throw failed("the ACME server could not verify " + name, challenge.getError());
        }
    }

    private static AcmeFailedException failed(String what, Optional<Problem> problem) {
        return new AcmeFailedException(
                what + problem.map(each -> ": " + each).orElse(" in " + MAX_WAIT.toMinutes() + " minutes"), null);
    }

    private AcmeFailedException failed(Exception e) {
        if (e instanceof AcmeRateLimitedException limit) {
            return new AcmeFailedException(
                    "the ACME server's rate limit: " + limit.getProblem(),
                    limit.getRetryAfter().orElse(null),
                    e);
        }
        if (e instanceof AcmeServerException refused) {
            return new AcmeFailedException("the ACME server refused: " + refused.getProblem(), e);
        }
        if (e instanceof AcmeLazyLoadingException && e.getCause() instanceof AcmeException cause) {
            return failed(cause);
        }
        return new AcmeFailedException(
                e instanceof AcmeNetworkException
                        ? settings.directory() + " cannot be reached: " + reason(e)
                        : "the ACME server is not understood: " + reason(e),
                e);
    }

    /** The innermost that says something: what stands around it says only that something happened. */
    private static String reason(Throwable e) {
        String reason = e.getClass().getSimpleName();
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return "its host name is not known";
            }
            @Nullable String message = each.getMessage();
            if (message != null) {
                reason = message;
            } else if (each instanceof ConnectException) {
                reason = "it accepts no connection";
            }
        }
        return reason;
    }

    /** Any server at an https URL, believed by certain authorities. */
    private static final class Provider extends GenericAcmeProvider {

        private final SSLContext trust;

        Provider(SSLContext trust) {
            this.trust = trust;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings network) {
            return HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(REQUEST_TIMEOUT)
                    .proxy(network.getProxySelector())
                    .sslContext(trust)
                    .build();
        }
    }
}
