package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.IndexProgress;

/** {@code gateway:rebuild-index}. */
@Service
@Command(
        scope = "gateway",
        name = "rebuild-index",
        description = "Throws the index away and makes it again from the log, while mail flows")
public final class RebuildIndex extends GatewayCommand<IndexProgress> {

    @Override
    IndexProgress run(GatewayAdmin gateway) throws AdminException {
        return gateway.rebuildIndex();
    }

    @Override
    void print(IndexProgress progress, PrintStream out) {
        out.println("the index is being made again, it is at " + progress.position() + " of " + progress.end()
                + "; gateway:status shows how far it is");
    }
}
