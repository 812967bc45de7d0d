package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.PlatformException;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.Postcard;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: a model that cannot be loaded is refused everywhere with the reason, and other models are still served. */
class UnusableModelTest {

    @TempDir
    static Path directory;

    private static LocalPlatform platform;
    private static PlatformClient client;

    @BeforeAll
    static void start() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        Path awq = TinyModel.as(models, "awq");
        String config = Files.readString(awq.resolve("config.json"));
        Files.writeString(
                awq.resolve("config.json"),
                config.replaceFirst("\\{", "{\"quantization_config\":{\"quant_method\":\"awq\"},"));
        Files.writeString(
                TinyModel.as(models, "lfs").resolve("model.safetensors"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4041104\n");
        Path gguf = Files.createDirectory(models.resolve("gguf"));
        Files.writeString(gguf.resolve("model-q4.gguf"), "GGUF");
        putNaN(TinyModel.as(models, "nan").resolve("model.safetensors"));
        platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free(), models);
        client = new PlatformClient(platform.address(), null);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /** Sets the last number of the file to NaN, which is found only by checking all numbers. */
    private static void putNaN(Path weights) throws IOException {
        try (FileChannel file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            ByteBuffer nan = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            nan.putFloat(Float.NaN).flip();
            file.write(nan, file.size() - Float.BYTES);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "awq|config.json: quantization_config: these weights are quantized (AWQ)",
                "lfs|model.safetensors: a Git LFS pointer instead of the file",
                "gguf|model-q4.gguf: weights in GGUF",
            })
    void isRefusedForRunsAndForPhotos(String model, String reason) {
        for (String method : List.of("sft", "grpo", "eval")) {
            PlatformException refused = refused(() -> client.createRun(run(model, method)));
            assertThat(refused.status()).as(method).isEqualTo(422);
            assertThat(refused.getMessage()).contains("The model " + model + " cannot be loaded: " + reason);
        }
        PlatformException refused = refused(() -> geolocate(model));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.getMessage()).contains("The model cannot be loaded: " + reason);
        assertThat(geolocate("nano-base")).isEqualTo("nano-base");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sft", "eval"})
    void aRunFailsWithAReasonThatOnlyLoadingFinds(String method) throws Exception {
        RunView created = client.createRun(run("nan", method));
        RunView run = Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.run(created.id()), RunView::isFinished);
        assertThat(run.state()).isEqualTo("failed");
        assertThat(run.error()).contains("holds NaN or infinity");
    }

    @Test
    void aPhotoIsRefusedWithAReasonThatOnlyLoadingFinds() {
        PlatformException refused = refused(() -> geolocate("nan"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.getMessage()).contains("The model cannot be loaded: tensor '", "holds NaN or infinity");
        assertThat(geolocate("nano-base")).isEqualTo("nano-base");
    }

    @Test
    void anUnknownNameIsNotFound() {
        assertThat(refused(() -> geolocate("absent")).status()).isEqualTo(404);
        assertThat(refused(() -> client.createRun(run("absent", "sft"))).status())
                .isEqualTo(404);
    }

    private static PlatformException refused(ThrowingCallable request) {
        return catchThrowableOfType(PlatformException.class, request);
    }

    private static Map<String, Object> run(String model, String method) {
        Map<String, Object> settings = method.equals("eval") ? Map.of("questions", 2) : Map.of("max_steps", 1);
        return Map.of("model", model, "method", Map.of("type", method, method, settings));
    }

    private static String geolocate(String model) {
        return client.geolocate(Map.of("image_b64", Postcard.draw(3).base64(), "model", model))
                .path("model")
                .asString("");
    }
}
