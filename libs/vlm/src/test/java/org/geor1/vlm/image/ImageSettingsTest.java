package org.geor1.vlm.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields missing from an image processor's file have the defaults of {@code Qwen2VLImageProcessor}. */
class ImageSettingsTest {

    private static final ImageSettings DEFAULTS = ImageSettings.published(3136, 1_003_520);

    @TempDir
    Path directory;

    private ImageSettings read(String file, String json) throws Exception {
        Files.writeString(directory.resolve(file), json);
        return ImageSettings.read(directory);
    }

    @Test
    void anEmptyFileHasTheClassDefaults() throws Exception {
        assertThat(read(ImageSettings.FILE, "{}")).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"size\": {\"shortest_edge\": 784, \"longest_edge\": 50176}",
                "\"size\": {\"min_pixels\": 784, \"max_pixels\": 50176}",
                "\"min_pixels\": 784.0, \"max_pixels\": 50176",
                "\"min_pixels\": 784, \"max_pixels\": 50176, \"size\": {\"shortest_edge\": 3136, \"longest_edge\": 9999}",
                "\"min_pixels\": null, \"max_pixels\": 50176, \"size\": {\"shortest_edge\": 784, \"longest_edge\": 9999}",
                "\"min_pixels\": 784, \"max_pixels\": 50176, \"do_resize\": null, \"resample\": 3.0, \"image_mean\": null",
                "\"min_pixels\": 784, \"max_pixels\": 50176, \"size\": null, \"do_center_crop\": null, \"unknown\": NaN",
            })
    void areasMayBeWrittenInThreeWays(String fields) throws Exception {
        assertThat(read(ImageSettings.FILE, "{" + fields + "}")).isEqualTo(ImageSettings.published(784, 50176));
    }

    @Test
    void aMeanMayBeOneNumber() throws Exception {
        ImageSettings settings = read(ImageSettings.FILE, "{\"image_mean\": 0.5, \"image_std\": 0.25}");
        assertThat(settings.mean()).isEqualTo(List.of(0.5, 0.5, 0.5));
        assertThat(settings.std()).isEqualTo(List.of(0.25, 0.25, 0.25));
    }

    @Test
    void readsProcessorConfigIfItHoldsAnImageProcessor() throws Exception {
        read(ImageSettings.FILE, "{\"max_pixels\": 50176}");
        assertThat(read(ImageSettings.PROCESSOR_FILE, "{\"processor_class\": \"Qwen2_5_VLProcessor\"}")
                        .maxPixels())
                .isEqualTo(50176);
        assertThat(read(ImageSettings.PROCESSOR_FILE, "{\"image_processor\": {\"max_pixels\": 9999}}")
                        .maxPixels())
                .isEqualTo(9999);
        Files.delete(directory.resolve(ImageSettings.FILE));
        assertThat(ImageSettings.read(directory).maxPixels()).isEqualTo(9999);
    }
}
