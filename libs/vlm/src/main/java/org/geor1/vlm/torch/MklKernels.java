package org.geor1.vlm.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How Intel's MKL, which is part of libtorch on x86, multiplies matrices. By default it chooses a kernel by the number of
 * rows (on AVX-512 another one below 16), and kernels round differently: a row's result then depends on the rows beside
 * it. In its strict mode of conditional numerical reproducibility it does not, at the same speed (measured on 1 to 512
 * rows).
 *
 * <p>MKL offers the mode on Intel's processors from AVX2 on. Elsewhere, and where {@code MKL_CBWR} is set, nothing is
 * changed.
 */
final class MklKernels {

    private static final Logger log = LoggerFactory.getLogger(MklKernels.class);

    /** {@code MKL_CBWR_AUTO} and {@code MKL_CBWR_STRICT} of mkl_service.h. */
    private static final int AUTO_STRICT = 0x10000 | 2;

    /** {@code MKL_CBWR_AVX2}, the least branch that has a strict mode. Processors of other makers have lower ones. */
    private static final int AVX2 = 10;

    private MklKernels() {}

    /** Before the first product of the process: MKL takes no other mode afterwards. */
    static void keepRowsApart() {
        Engine.getEngine("PyTorch");
        if (System.getenv("MKL_CBWR") != null) {
            return;
        }
        try {
            NativeLibrary torch =
                    NativeLibrary.getInstance(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"))
                            .toString());
            if (torch.getFunction("mkl_serv_cbwr_get_auto_branch").invokeInt(new Object[0]) < AVX2) {
                return;
            }
            int problem = torch.getFunction("mkl_serv_cbwr_set").invokeInt(new Object[] {AUTO_STRICT});
            if (problem != 0) {
                log.warn("MKL refuses its strict mode ({}); completions may depend on their neighbours", problem);
            }
        } catch (UnsatisfiedLinkError e) {
            log.debug("This libtorch has no MKL", e);
        }
    }
}
