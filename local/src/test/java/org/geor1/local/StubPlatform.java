package org.geor1.local;

import java.nio.file.Path;
import org.geor1.local.home.Home;

/** A platform with the guessing engine in a separate process, so that a test can kill it. */
final class StubPlatform {

    private StubPlatform() {}

    /** Arguments: home, models, port. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[2]);
        LocalPlatform.start(
                new Home(Path.of(arguments[0])),
                new Ports(port, Ports.free().http()),
                Path.of(arguments[1]),
                StubEngine.class);
        System.out.println("up");
        Thread.currentThread().join();
    }
}
