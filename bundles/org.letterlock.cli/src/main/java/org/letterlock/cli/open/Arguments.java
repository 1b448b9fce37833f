package org.letterlock.cli.open;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be opened.
 *
 * @param key the file of the locked key; null if the keys lie beside the mails
 * @param out the folder of the opened mails; null for standard output
 * @param sealed a sealed mail, or a folder of them
 */
record Arguments(@Nullable Path key, @Nullable Path out, Path sealed) {

    /** Reads them. The script has taken {@code --password-stdin}, since the password always comes by standard input. */
    static Arguments of(List<String> words) throws OpenException {
        Path key = null;
        Path out = null;
        Path sealed = null;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--key")) {
                key = path(words, ++i, word);
            } else if (word.equals("--out")) {
                out = path(words, ++i, word);
            } else if (word.startsWith("--") || sealed != null) {
                throw usage("unexpected: " + word);
            } else {
                sealed = Path.of(word);
            }
        }
        if (sealed == null) {
            throw usage("no mail and no folder was given");
        }
        return checked(new Arguments(key, out, sealed));
    }

    private static Path path(List<String> words, int at, String option) throws OpenException {
        if (at == words.size()) {
            throw usage("nothing follows " + option);
        }
        return Path.of(words.get(at));
    }

    private static Arguments checked(Arguments arguments) throws OpenException {
        if (arguments.isFolder() && arguments.out == null) {
            throw usage(arguments.sealed + " is a folder: say with --out where the opened mails go");
        }
        if (!arguments.isFolder() && arguments.key == null) {
            throw usage("say with --key which file is the locked key");
        }
        return arguments;
    }

    boolean isFolder() {
        return Files.isDirectory(sealed);
    }

    private static OpenException usage(String what) {
        return new OpenException(Failure.USAGE, what + " (letterlock-open --help)");
    }
}
