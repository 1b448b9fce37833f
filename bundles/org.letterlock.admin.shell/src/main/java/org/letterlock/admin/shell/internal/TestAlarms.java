package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmTest;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code alarm:test}. */
@Service
@Command(
        scope = "alarm",
        name = "test",
        description = "Sends a message to each receiver of alarms; fails when one does not take it")
public final class TestAlarms extends GatewayCommand<List<AlarmTest>> {

    @Override
    List<AlarmTest> run(GatewayAdmin gateway) throws AdminException {
        return gateway.testAlarms();
    }

    @Override
    void print(List<AlarmTest> tests, PrintStream out) {
        tests.forEach(
                test -> out.println(test.receiver() + ": " + (test.failure() == null ? "taken" : test.failure())));
    }

    @Override
    @Nullable String failureOf(List<AlarmTest> tests) {
        long failed = tests.stream().filter(test -> test.failure() != null).count();
        return failed == 0 ? null : "not taken by " + failed + " of " + tests.size() + " receivers";
    }
}
