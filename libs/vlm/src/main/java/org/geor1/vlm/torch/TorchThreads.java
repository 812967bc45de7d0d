package org.geor1.vlm.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * How many processors an operation of the calling thread is spread over.
 *
 * <p>Every thread that calls libtorch gets its own team of workers. Once all teams together have more workers than there
 * are processors, workers block instead of spinning, and an operation of a few microseconds waits longer for its workers
 * than it takes alone (measured: a small model decodes half as fast). So threads that run small operations use one.
 */
public final class TorchThreads {

    /** libtorch's default: the number of processors, or {@code OMP_NUM_THREADS}. */
    private static final int ALL = standard();

    private TorchThreads() {}

    private static int standard() {
        Engine.getEngine("PyTorch");
        return JniUtils.getNumThreads();
    }

    /** For operations of the calling thread from now on, whatever other threads use. */
    public static void use(int count) {
        // A thread's first operation adopts the number that any thread set last. Asking for the number counts as one:
        // without it, a number set before the first operation is lost when another thread sets its own in between.
        JniUtils.getNumThreads();
        JniUtils.setNumThreads(count);
    }

    /** libtorch's default. */
    public static int all() {
        return ALL;
    }

    /** For operations of the calling thread from now on. */
    public static void useAll() {
        use(ALL);
    }
}
