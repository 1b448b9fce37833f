package org.letterlock.itests.karaf;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.environment;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.letterlock.itests.client.FreePorts;
import org.ops4j.pax.exam.Option;

/**
 * The distribution's archive as Pax Exam starts it: by free ports, with a data folder of its own, and with no way to
 * artifacts but its own system folder and the one that the build filled for Pax Exam.
 */
final class GatewayOptions {

    static final String HOST = "gateway.test";
    static final List<String> PORTS = List.of("SSH", "SMTP", "SMTPS", "SUBMISSION", "POP3", "POP3S");

    private static final Path TARGET = Path.of(System.getProperty("letterlock.target", "target"));

    private GatewayOptions() {}

    static Option[] gateway() throws IOException {
        Path folder = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("gateways")), "gateway");
        List<Option> options = new ArrayList<>(List.of(
                karafDistributionConfiguration()
                        .frameworkUrl(TARGET.resolve("karaf-distribution.tar.gz")
                                .toUri()
                                .toString())
                        .name("Letterlock")
                        .karafVersion(karafVersion())
                        .unpackDirectory(TARGET.resolve("exam").toFile())
                        .useDeployFolder(false),
                doNotModifyLogConfiguration(),
                // The unpacked archive is removed in the end; the log is not.
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.logging.cfg",
                        "log4j2.appender.rolling.fileName",
                        folder.resolve("karaf.log").toString()),
                configureConsole().ignoreLocalConsole(),
                virtualMachine(),
                bundle(testBundle("byte-buddy")),
                bundle(testBundle("assertj-core")),
                bundle(testBundle("itests-client")),
                editConfigurationFileExtend(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        TARGET.resolve("exam-repository").toUri() + "@id=exam"),
                // What bin/setenv computes.
                environment("LETTERLOCK_DEFAULT_HOSTNAME=unused.test"),
                environment("LETTERLOCK_DEFAULT_DATA=" + folder.resolve("data")),
                environment("LETTERLOCK_HOSTNAME=" + HOST),
                environment("LETTERLOCK_BIND=127.0.0.1"),
                editConfigurationFilePut("etc/org.letterlock.smtp.server.cfg", "maxRecipients", "123")));
        for (String port : PORTS) {
            options.add(environment("LETTERLOCK_" + port + "_PORT=" + FreePorts.next()));
        }
        return options.toArray(new Option[0]);
    }

    private static String testBundle(String name) {
        return TARGET.resolve("test-bundles").resolve(name + ".jar").toUri().toString();
    }

    /** As in bin/karaf, for which Pax Exam has a way of its own. */
    private static Option virtualMachine() {
        return composite(Stream.of(
                        "--add-reads=java.xml=java.logging",
                        "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                        "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karafVersion()
                                + ".jar",
                        "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karafVersion()
                                + ".jar",
                        "--add-opens=java.base/java.security=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                        "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                        "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
                        "-Xmx512m",
                        "-classpath",
                        "lib/jdk9plus/*:lib/boot/*")
                .map(option -> (Option) vmOption(option))
                .toArray(Option[]::new));
    }

    private static String karafVersion() {
        return System.getProperty("karaf.version", "");
    }
}
