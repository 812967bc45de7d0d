package org.geor1.rl.memory;

import ai.djl.Device;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** How much memory a device has, if known. */
public final class DeviceMemory {

    private DeviceMemory() {}

    /** Bytes of the machine, or of the container's limit, for a CPU; unknown for anything else. */
    public static OptionalLong of(Device device) {
        if (!device.isGpu()
                && ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system) {
            return OptionalLong.of(system.getTotalMemorySize());
        }
        return OptionalLong.empty();
    }
}
