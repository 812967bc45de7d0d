package org.geor1.vlm.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * How many processors an operation of the calling thread is spread over.
 *
 * <p>Every thread that calls libtorch makes itself a team of workers. As soon as all teams together have more workers
 * than there are processors, they stop waiting actively, and an operation of a few microseconds waits longer for its
 * workers than it would take alone (measured: a small model decodes half as fast). So who runs small operations takes
 * one.
 */
public final class TorchThreads {

    /** What libtorch takes unless told otherwise: the processors, or {@code OMP_NUM_THREADS}. */
    private static final int ALL = standard();

    private TorchThreads() {}

    private static int standard() {
        Engine.getEngine("PyTorch");
        return JniUtils.getNumThreads();
    }

    /** For operations of the calling thread from now on. */
    public static void use(int count) {
        JniUtils.setNumThreads(count);
    }

    /** What libtorch takes unless told otherwise. */
    public static int all() {
        return ALL;
    }

    /** For operations of the calling thread from now on. */
    public static void useAll() {
        use(ALL);
    }
}
