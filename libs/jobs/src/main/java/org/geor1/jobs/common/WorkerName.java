package org.geor1.jobs.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that tell replicas apart in the history of jobs and runs. Not for labels of metrics: there is no limit to their number. */
public final class WorkerName {

    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    private WorkerName() {}

    /**
     * {@code rollout@rollout-service-5d9c-x7k2p-1-3fa9c1}: what was configured, host or pod, process id, and six random
     * digits, since a container that starts again has the same host name and the same process id.
     */
    public static String unique(String configured) {
        String digits = HexFormat.of().toHexDigits(new SecureRandom().nextInt(), 6);
        return configured + "@" + host() + "-" + ProcessHandle.current().pid() + "-" + digits;
    }

    /** From the kernel, because a look-up by name may wait for a name server. */
    private static String host() {
        try {
            return Files.readString(HOST).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
