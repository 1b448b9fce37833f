package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;

/** Reads the keys that the mailboxes name. */
final class KeyCheck {

    private final Catalogue catalogue;
    private final KeyFiles files;
    private final Object changes;

    /**
     * Makes it.
     *
     * @param changes the monitor under which mailboxes are changed
     */
    KeyCheck(Catalogue catalogue, KeyFiles files, Object changes) {
        this.catalogue = catalogue;
        this.files = files;
        this.changes = changes;
    }

    List<KeyFault> run() {
        List<KeyFault> faults = new ArrayList<>();
        for (MailboxId id : catalogue.all().keySet()) {
            if (!faultsOf(id).isEmpty()) {
                // It may have been changed or deleted just now.
                synchronized (changes) {
                    faults.addAll(faultsOf(id));
                }
            }
        }
        return faults;
    }

    private List<KeyFault> faultsOf(MailboxId id) {
        List<KeyFault> faults = new ArrayList<>();
        Catalogue.Entry entry = catalogue.find(id);
        if (entry != null) {
            for (String name : entry.stored().keyFiles()) {
                String fault = faultOf(name);
                if (fault != null) {
                    faults.add(new KeyFault(id, files.path(name).toString(), fault));
                }
            }
        }
        return faults;
    }

    private @Nullable String faultOf(String name) {
        try {
            files.read(name);
            return null;
        } catch (IOException e) {
            return describe(e);
        }
    }

    /** What is wrong with a key that cannot be read. */
    static String describe(IOException failure) {
        return failure instanceof NoSuchFileException ? "missing" : String.valueOf(failure.getMessage());
    }
}
