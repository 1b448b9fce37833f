/**
 * The proxy between mail clients and their servers, without input and output.
 *
 * <p>How a session is driven, for SMTP:
 *
 * <ol>
 *   <li>A port with logins gives {@link org.letterlock.protocol.smtp.SmtpAction.Login}. {@link
 *       org.letterlock.protocol.proxy.ProxyLogin#parse} takes the name apart; the driver checks mailbox and target, connects, and
 *       runs an {@link org.letterlock.protocol.smtp.SmtpClientEngine} up to {@code Ready}.
 *   <li>It logs in there with {@link org.letterlock.protocol.sasl.SaslCredentials#withUserName}, and erases the credentials once
 *       there is a reply. Any reply but 235 is the client's, too, and the client's engine goes on; on 235 the driver writes that
 *       reply to the client and makes a {@link org.letterlock.protocol.proxy.SmtpRelay} over
 *       {@link org.letterlock.protocol.proxy.RelaySession#server}.
 *   <li>From then on it gives the relay all octets, ends of connections, ticks and answers, and after each of them calls {@link
 *       org.letterlock.protocol.proxy.SmtpRelay#next()} and does what it says, until that is to wait. It does not call it while the
 *       copy or the server does not take more, and reads from the client only while {@link
 *       org.letterlock.protocol.proxy.SmtpRelay#wantsClient()}, and from neither side while it does not call it: so a slow one makes
 *       the others wait, and nothing piles up.
 * </ol>
 *
 * <p>For a mail the driver sees, in this order: {@code BeginCopy}, {@code Body} any number of times, {@code MakePending},
 * {@code Outcome}; or {@code DropCopy} at any point before the outcome.
 */
@NullMarked
package org.letterlock.protocol.proxy;

import org.jspecify.annotations.NullMarked;
