package org.letterlock.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.rules.TestWatcher;
import org.junit.runner.Description;

/** Shows the end of a gateway's log when a test fails: what a client was told is seldom why. */
final class GatewayLog extends TestWatcher {

    private static final int LINES = 80;

    private final Gateway gateway;

    GatewayLog(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    protected void failed(Throwable failure, Description test) {
        Path log = gateway.home().resolve("data/log/karaf.log");
        System.err.println("end of the log of the gateway of " + test.getDisplayName() + ":");
        try {
            List<String> lines = Files.readAllLines(log).stream()
                    .filter(line -> !line.contains("| FeaturesServiceImpl ")
                            && !line.contains("| InterpolationConfigurationPlugin "))
                    .toList();
            lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(System.err::println);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
