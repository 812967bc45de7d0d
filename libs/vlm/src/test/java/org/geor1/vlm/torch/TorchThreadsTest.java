package org.geor1.vlm.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TorchThreadsTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        thread.shutdownNow();
        other.shutdownNow();
    }

    @Test
    void aThreadKeepsItsNumberWhateverOthersSetBeforeItsFirstOperation() throws Exception {
        int all = TorchThreads.all();

        thread.submit(() -> TorchThreads.use(1)).get();
        other.submit(() -> TorchThreads.use(all + 2)).get();

        assertThat(thread.submit(JniUtils::getNumThreads).get()).isEqualTo(1);
        assertThat(other.submit(JniUtils::getNumThreads).get()).isEqualTo(all + 2);
    }
}
