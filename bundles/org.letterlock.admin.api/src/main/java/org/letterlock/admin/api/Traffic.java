package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;

/**
 * How much went through the gateway.
 *
 * @param since since when the totals are counted
 * @param received mails taken by SMTP since then
 * @param proxied copies taken by the proxies since then
 * @param octets octets of both
 * @param pickedUp mails picked up and deleted since then
 * @param refused recipients refused since then
 * @param hours the last 48 hours, the oldest first, the current one last
 */
public record Traffic(
        Instant since, long received, long proxied, long octets, long pickedUp, long refused, List<Hour> hours) {

    /** Copies the list. */
    public Traffic {
        hours = List.copyOf(hours);
    }

    /**
     * An hour.
     *
     * @param start when it began
     * @param received mails taken by SMTP in it
     * @param proxied copies taken by the proxies in it
     * @param octets octets of both
     * @param pickedUp mails picked up and deleted in it
     * @param refused recipients refused in it
     */
    public record Hour(Instant start, long received, long proxied, long octets, long pickedUp, long refused) {}
}
