package org.letterlock.metrics.api;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Writes the gateway's metrics. They name mailboxes: who may read them is up to whoever serves them. Thread-safe.
 */
@ProviderType
public interface MetricsSource {

    /**
     * The media type of what is written.
     *
     * @return the Prometheus text format, with its version and charset
     */
    String contentType();

    /**
     * Writes the metrics of now. Takes as long as the stream does; asks the gateway's parts for their figures, and does not
     * wait for parts that are away.
     *
     * @param out where to; neither closed nor flushed
     * @throws IOException what the stream throws
     */
    void write(OutputStream out) throws IOException;
}
