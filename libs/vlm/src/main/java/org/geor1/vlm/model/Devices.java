package org.geor1.vlm.model;

import ai.djl.Device;
import ai.djl.engine.Engine;

/** Devices by the names that PyTorch gives them. */
public final class Devices {

    private Devices() {}

    /**
     * The device {@code name}.
     *
     * @param name {@code cpu}, {@code cuda:N}, or {@code auto}: the first GPU if there is one
     * @throws IllegalArgumentException if it is none of these, or this machine or its libtorch has no such GPU
     */
    public static Device named(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!name.equals("auto") && !name.matches("cuda:[0-9]{1,2}")) {
            throw new IllegalArgumentException("device must be cpu, cuda:N or auto, was " + name);
        }
        int count = Engine.getEngine("PyTorch").getGpuCount();
        if (name.equals("auto")) {
            return count > 0 ? Device.gpu(0) : Device.cpu();
        }
        int index = Integer.parseInt(name.substring("cuda:".length()));
        if (index >= count) {
            throw new IllegalArgumentException("device " + name + " is not here: libtorch sees " + count
                    + " GPUs. Use cpu, or point PYTORCH_LIBRARY_PATH at a libtorch built for CUDA");
        }
        return Device.gpu(index);
    }
}
