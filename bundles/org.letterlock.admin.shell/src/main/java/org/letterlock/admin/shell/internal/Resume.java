package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.DrainState;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code gateway:resume}. */
@Service
@Command(scope = "gateway", name = "resume", description = "Serves new connections again after gateway:drain")
public final class Resume extends GatewayCommand<DrainState> {

    @Override
    DrainState run(GatewayAdmin gateway) throws AdminException {
        return gateway.resume();
    }

    @Override
    void print(DrainState state, PrintStream out) {
        out.println("new connections are served");
    }
}
