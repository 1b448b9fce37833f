package org.letterlock.admin.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.letterlock.admin.api.AuditLog;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/** A framework with the component runtime, configuration and metatypes, our own bundle in it, and the APIs around it. */
final class TestFramework {

    private final Framework framework;

    TestFramework(Path storage) throws BundleException, IOException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.resolve("framework").toString(),
                        "karaf.etc",
                        storage.toString(),
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        exportsOfOurApis() + "org.slf4j;version=1.7.36,org.osgi.service.cm;version=1.6.1"));
        framework.start();
        for (String library : new String[] {
            "org.osgi.util.function",
            "org.osgi.util.promise",
            "org.osgi.service.component-",
            "org.osgi.service.log",
            "org.apache.felix.configadmin",
            "org.apache.felix.metatype",
            "org.apache.felix.scr"
        }) {
            installFromClassPath(library).start();
        }
        framework
                .getBundleContext()
                .installBundle("reference:" + Path.of("target", "classes").toUri())
                .start();
        // Without one no act is done.
        register(AuditLog.class, new SilentLog(), Map.of());
    }

    /** What the API bundles on the class path export, in the versions that their manifests say. */
    private static String exportsOfOurApis() throws IOException {
        StringBuilder exports = new StringBuilder();
        for (URL url : Collections.list(TestFramework.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                Attributes headers = new Manifest(in).getMainAttributes();
                String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
                if (name != null && name.startsWith("org.letterlock.") && name.endsWith(".api")) {
                    String version = headers.getValue(Constants.EXPORT_PACKAGE)
                            .replaceFirst("(?s).*?version=\"([^\"]+)\".*", "$1");
                    exports.append(name).append(";version=").append(version).append(',');
                }
            }
        }
        return exports.toString();
    }

    private Bundle installFromClassPath(String name) throws BundleException {
        String jar = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(path -> Path.of(path).getFileName().toString().startsWith(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
        return framework.getBundleContext().installBundle(Path.of(jar).toUri().toString());
    }

    /**
     * Installs a bundle.
     *
     * @param headers of its manifest beside name and version
     * @param texts its files by path
     * @param classes what it holds
     */
    Bundle install(String name, Map<String, String> headers, Map<String, String> texts, Class<?>... classes)
            throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.BUNDLE_VERSION, "0.1.0");
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(octets, manifest)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                jar.putNextEntry(new JarEntry(text.getKey()));
                jar.write(text.getValue().getBytes(UTF_8));
            }
            for (Class<?> type : classes) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (InputStream in = type.getResourceAsStream("/" + path)) {
                    if (in == null) {
                        throw new IOException(path + " is not there");
                    }
                    in.transferTo(jar);
                }
            }
        }
        return framework.getBundleContext().installBundle(name, new ByteArrayInputStream(octets.toByteArray()));
    }

    /** Registers a service of the test's own. */
    <T> ServiceRegistration<T> register(Class<T> type, T service, Map<String, Object> properties) {
        return framework.getBundleContext().registerService(type, service, FrameworkUtil.asDictionary(properties));
    }

    <T> T service(Class<T> type) throws InterruptedException {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(framework.getBundleContext(), type, null);
        tracker.open();
        T service = tracker.waitForService(TimeUnit.SECONDS.toMillis(10));
        if (service == null) {
            throw new IllegalStateException(type + " is not there");
        }
        return service;
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(TimeUnit.SECONDS.toMillis(10));
    }

    /** Keeps nothing. */
    private static final class SilentLog implements AuditLog {

        @Override
        public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
            // Nobody reads it.
        }

        @Override
        public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
            // Nobody reads it.
        }
    }
}
