package org.geor1.local.doctor;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;

/** Runs every check; none depends on another. */
public final class Doctor {

    private Doctor() {}

    /** Findings, computed one by one as the stream is read. */
    public static Stream<Finding> examine(Home home, int port) {
        List<Supplier<Finding>> checks = List.of(
                MachineChecks::java,
                MachineChecks::platform,
                MachineChecks::cores,
                MachineChecks::memory,
                () -> HomeChecks.home(home),
                () -> HomeChecks.disk(home),
                () -> HomeChecks.port(port),
                EngineChecks::libtorch,
                () -> EngineChecks.model(Installation.models()),
                HomeChecks::postgres);
        return checks.stream().map(Supplier::get);
    }
}
