package org.geor1.local.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the machine: Java, cores, memory, C library. */
final class MachineChecks {

    private static final int MIN_JAVA = 17;
    private static final long GIB = 1L << 30;
    private static final long WANTED_MEMORY = 4 * GIB;
    /** libtorch 2.7 is built for this C library. */
    private static final int MIN_GLIBC_MINOR = 28;

    private MachineChecks() {}

    static Finding java() {
        int version = Runtime.version().feature();
        String found = "Java " + Runtime.version() + " in " + System.getProperty("java.home");
        if (version < MIN_JAVA) {
            return Finding.fail("java", found, "Install JDK 17 or newer and point JAVA_HOME at it");
        }
        boolean compiler = Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"));
        return compiler
                ? Finding.ok("java", found)
                : Finding.warn(
                        "java", found + ", without a compiler", "Install a full JDK, so that geor1 can build itself");
    }

    static Finding cores() {
        int cores = Runtime.getRuntime().availableProcessors();
        return cores >= 2
                ? Finding.ok("cores", Integer.toString(cores))
                : Finding.warn(
                        "cores", Integer.toString(cores), "Expect twice the time: the demo is measured on two cores");
    }

    static Finding memory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            long bytes = system.getTotalMemorySize();
            String found = "%.1f GiB".formatted((double) bytes / GIB);
            return bytes >= WANTED_MEMORY
                    ? Finding.ok("memory", found)
                    : Finding.warn("memory", found, "Give this machine or container 4 GiB, or lower GEOR1_HEAP");
        }
        return Finding.warn("memory", "unknown", "Make sure that 4 GiB are free");
    }

    static Finding platform() {
        String found = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!found.equals("Linux amd64")) {
            return Finding.fail(
                    "platform",
                    found,
                    "Use Linux on x86_64, for which libtorch is included; a virtual machine or container will do");
        }
        String libc = glibc();
        Matcher version = Pattern.compile("glibc 2\\.(\\d+)").matcher(libc);
        if (!version.find()) {
            return Finding.fail(
                    "platform",
                    found + ", no glibc",
                    "Use a distribution with glibc; musl (Alpine) does not load libtorch");
        }
        return Integer.parseInt(version.group(1)) >= MIN_GLIBC_MINOR
                ? Finding.ok("platform", found + ", " + libc)
                : Finding.fail("platform", found + ", " + libc, "libtorch needs glibc 2.28: use a newer distribution");
    }

    private static String glibc() {
        try {
            Process process = new ProcessBuilder("getconf", "GNU_LIBC_VERSION")
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .strip();
        } catch (IOException noGetconf) {
            return "";
        }
    }
}
