package org.geor1.vlm.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled script. Calls are by method name, with tensors and lists of tensors as arguments, in order. */
public final class TorchScript implements AutoCloseable {

    static {
        MklKernels.keepRowsApart();
    }

    private final NDManager manager;
    private final PtSymbolBlock module;

    private TorchScript(NDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
    }

    public static TorchScript compile(ScriptSource source, Device device) {
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager(device);
        try {
            ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.pack(source));
            return new TorchScript(manager, JniUtils.loadModule((PtNDManager) manager, archive, false, false));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Calls {@code method} without gradients; results belong to {@code scope}.
     *
     * @param arguments {@link NDArray}s and {@code List<NDArray>}s, in the order of the script's parameters
     */
    public NDList call(NDManager scope, String method, Object... arguments) {
        return invoke(scope, method, false, arguments);
    }

    /** Like {@link #call}, with gradients recorded while the script runs, for scripts that differentiate. */
    public NDList callWithGradients(NDManager scope, String method, Object... arguments) {
        JniUtils.setGradMode(true);
        try {
            return invoke(scope, method, true, arguments);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private NDList invoke(NDManager scope, String method, boolean training, Object[] arguments) {
        // The optimizing executor re-specialises on every new shape, and the shapes of prompts and completions vary.
        // The flag belongs to the thread, so it is set where the call is made.
        JniUtils.setGraphExecutorOptimize(false);
        NDList inputs = new NDList();
        // The engine takes the method's name, and each list's, from array names. Results go to this array's manager.
        NDArray selector = scope.create(new Shape(1));
        selector.setName("module_method:" + method);
        inputs.add(selector);
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i] instanceof List<?> list) {
                if (list.isEmpty()) {
                    throw new IllegalArgumentException("argument " + i + " of " + method + " is a list of nothing");
                }
                for (Object element : list) {
                    inputs.add(named((NDArray) element, "list" + i + "[]"));
                }
            } else {
                inputs.add(named((NDArray) arguments[i], null));
            }
        }
        return IValueUtils.forward(module, inputs, training);
    }

    private static NDArray named(NDArray array, @Nullable String name) {
        array.setName(name);
        return array;
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
