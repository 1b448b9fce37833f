package org.letterlock.certificates.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.letterlock.certificates.api.ServerCertificate.Source;

/**
 * Files that a certificate to serve may lie in.
 *
 * @param source what they are
 * @param certificateFile the chain
 * @param keyFile its key; the same file where the gateway itself writes it, so that both are replaced at once
 */
record ServedFiles(Source source, Path certificateFile, Path keyFile) {

    private static final String INSTALLED_FILE = "installed.pem";

    static ServedFiles configured(Path certificateFile, Path keyFile) {
        return new ServedFiles(Source.FILES, certificateFile, keyFile);
    }

    static ServedFiles installed(Path folder) {
        Path file = folder.resolve(INSTALLED_FILE);
        return new ServedFiles(Source.INSTALLED, file, file);
    }

    /**
     * What an ACME server issued.
     *
     * @param folder that of ACME
     */
    static ServedFiles acme(Path folder) {
        Path file = folder.resolve("certificate.pem");
        return new ServedFiles(Source.ACME, file, file);
    }

    static ServedFiles own(Path folder) {
        return new ServedFiles(Source.OWN, folder.resolve("server.pem"), folder.resolve("server.key"));
    }

    /** Those of some files that have a turn, in their order; the last one has it whether it is there or not. */
    static List<ServedFiles> present(List<ServedFiles> all) {
        ServedFiles last = all.get(all.size() - 1);
        return all.stream()
                .filter(files -> files.equals(last) || Files.exists(files.certificateFile()))
                .toList();
    }
}
