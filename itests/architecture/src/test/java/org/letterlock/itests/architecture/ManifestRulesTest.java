package org.letterlock.itests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

/** What bundles say of themselves. */
public class ManifestRulesTest {

    /** For integrators; named without the suffix that the gateway's own APIs have. */
    private static final String SPI = "org.letterlock.spi";

    private static final Map<String, Manifest> BUNDLES = bundles();

    @Test
    public void allBundlesShouldBeLookedAt() {
        assertThat(BUNDLES).hasSizeGreaterThanOrEqualTo(18).containsKey("org.letterlock.transport.mina");
    }

    @Test
    public void implementationShouldExportNothing() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> {
            if (!isApi(name)) {
                softly.assertThat(header(manifest, "Export-Package")).as(name).isEmpty();
            }
        }));
    }

    @Test
    public void apiShouldExportItsVersionedPackageOnly() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> {
            if (isApi(name)) {
                softly.assertThat(header(manifest, "Export-Package").keySet())
                        .as(name)
                        .containsExactly(name.equals(SPI) ? SPI + ".api" : name);
                softly.assertThat(header(manifest, "Export-Package").values())
                        .as(name)
                        .allMatch(attributes -> attributes.containsKey("version"));
            }
        }));
    }

    @Test
    public void apiShouldImportOtherApisOnly() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> {
            if (isApi(name)) {
                softly.assertThat(header(manifest, "Import-Package").keySet())
                        .as(name)
                        .allMatch(p -> isApi(p) || p.startsWith("java.") || p.startsWith("javax.net.ssl"));
            }
        }));
    }

    /** What integrators program against may change without closing the ports, and the core without asking integrators. */
    @Test
    public void spiShouldImportMailValuesOnlyAndNotBeImportedByTheTransport() {
        assertThat(imports(SPI)).containsExactly("org.letterlock.mail.api");
        assertThat(imports("org.letterlock.transport.mina")).doesNotContain(SPI + ".api");
    }

    @Test
    public void noBundleShouldImportAnImplementation() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> softly.assertThat(
                        header(manifest, "Import-Package").keySet())
                .as(name)
                .noneMatch(p -> p.startsWith("org.letterlock.") && !isApi(p))));
    }

    @Test
    public void noImportShouldBeOptionalOrDynamic() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> {
            softly.assertThat(header(manifest, "Import-Package").values())
                    .as(name)
                    .noneMatch(attributes -> "optional".equals(attributes.get("resolution:")));
            softly.assertThat(header(manifest, "DynamicImport-Package"))
                    .as(name)
                    .isEmpty();
            softly.assertThat(header(manifest, "Require-Bundle")).as(name).isEmpty();
        }));
    }

    @Test
    public void onlyTheAdaptersShouldImportWhatTheyAdapt() {
        onlyImporter("org.letterlock.transport.mina", "org.apache.mina.");
        onlyImporter("org.letterlock.crypto.openpgp", "org.bouncycastle.openpgp");
        onlyImporter("org.letterlock.crypto.openpgp", "org.bouncycastle.bcpg");
        onlyImporter("org.letterlock.admin.shell", "org.apache.karaf.shell.");
        onlyImporter("org.letterlock.certificates", "org.jose4j.");
    }

    @Test
    public void librariesThatAreInsideShouldBeImportedByNobody() {
        SoftAssertions.assertSoftly(softly -> BUNDLES.keySet()
                .forEach(name -> softly.assertThat(imports(name))
                        .as(name)
                        .noneMatch(p -> p.startsWith("io.prometheus.")
                                || p.startsWith("io.opentelemetry.")
                                || p.startsWith("com.eatthepath.")
                                || p.startsWith("org.apache.felix.utils."))));
    }

    private static void onlyImporter(String importer, String prefix) {
        SoftAssertions.assertSoftly(softly -> BUNDLES.forEach((name, manifest) -> {
            if (!name.equals(importer)) {
                softly.assertThat(header(manifest, "Import-Package").keySet())
                        .as(name)
                        .noneMatch(p -> p.startsWith(prefix));
            }
        }));
    }

    /** What a bundle imports besides the language. */
    private static List<String> imports(String bundle) {
        return BUNDLES.entrySet().stream()
                .filter(entry -> entry.getKey().equals(bundle))
                .flatMap(entry -> header(entry.getValue(), "Import-Package").keySet().stream())
                .filter(p -> !p.startsWith("java."))
                .toList();
    }

    private static boolean isApi(String name) {
        return name.equals(SPI) || (name.startsWith("org.letterlock.") && name.endsWith(".api"));
    }

    private static Map<String, Attrs> header(Manifest manifest, String name) {
        return new Parameters(manifest.getMainAttributes().getValue(name));
    }

    private static Map<String, Manifest> bundles() {
        Map<String, Manifest> bundles = new TreeMap<>();
        try {
            for (URL url :
                    Collections.list(ManifestRulesTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
                try (InputStream in = url.openStream()) {
                    Manifest manifest = new Manifest(in);
                    String name = manifest.getMainAttributes().getValue("Bundle-SymbolicName");
                    // Plain modules are no bundles in the gateway, though bnd gives them a name.
                    if (name != null
                            && name.startsWith("org.letterlock.")
                            && !name.equals("org.letterlock.protocol")
                            && !name.equals("org.letterlock.settings")
                            && !name.equals("org.letterlock.newfolder")) {
                        bundles.put(name, manifest);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundles;
    }
}
