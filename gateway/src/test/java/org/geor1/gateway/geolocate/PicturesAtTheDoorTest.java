package org.geor1.gateway.geolocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.InferenceProbe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: the model receives the decoder's picture without any metadata, whether it was sent as a form or as JSON.
 */
class PicturesAtTheDoorTest extends GatewayServerTest {

    private static final Path CASES = Path.of("../libs/image/src/test/resources/cases");
    private static final Path PICTURES = Path.of("../libs/image/src/test/resources/pictures");

    static List<Path> accepted() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return Stream.concat(files, Stream.of(PICTURES.resolve("jpeg_gps.jpg")))
                    .filter(file -> Files.exists(expectation(file)))
                    .sorted()
                    .toList();
        }
    }

    private static Path expectation(Path file) {
        return file.resolveSibling(file.getFileName() + ".expected.png");
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void theModelReceivesTheDecodedPicture(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        BufferedImage expected = ImageIO.read(expectation(file).toFile());
        for (HttpRequest.Builder door : List.of(json(bytes), form(bytes))) {
            HttpResponse<String> response = send(door);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(json(response).at("/exif/had_gps").booleanValue()).isEqualTo(file.endsWith("jpeg_gps.jpg"));
            byte[] sent = sent();
            assertThat(new String(sent, StandardCharsets.ISO_8859_1)).doesNotContain("eXIf", "iCCP", "tEXt");
            BufferedImage seen = ImageIO.read(new ByteArrayInputStream(sent));
            assertThat(pixels(seen)).isEqualTo(pixels(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncated_half.jpg | is a JPEG file that is cut off",
                "x.heic | is HEIC, which is not supported",
                "x.webp | is WebP, which is not supported",
                "html.jpg | is an HTML page, which is not supported",
                "one_px_high.png | is 500 × 1 pixels; each edge must have at least 4",
                "aspect201.png | the longer edge may be at most 200 times the shorter"
            })
    void aRefusalIsTheSameForFormsAndJson(String file, String problem) throws IOException {
        byte[] bytes = Files.readAllBytes(CASES.resolve(file));
        for (HttpRequest.Builder door : List.of(json(bytes), form(bytes))) {
            HttpResponse<String> response = send(door);
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(json(response).at("/error/code").stringValue()).isEqualTo("invalid_image");
            assertThat(json(response).at("/error/message").stringValue()).contains(problem);
        }
    }

    private static byte[] sent() {
        for (JsonNode part :
                JsonMapper.shared().readTree(InferenceProbe.lastRequest()).get("prompt")) {
            if (part.get("type").stringValue().equals("inline_image")) {
                return Base64.getDecoder().decode(part.get("data").stringValue());
            }
        }
        throw new AssertionError("no picture was sent");
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private HttpRequest.Builder json(byte[] picture) {
        return posting(
                "/v1/geolocate", "{\"image_b64\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}");
    }

    private HttpRequest.Builder form(byte[] picture) {
        String head = "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"x\"\r\n\r\n";
        return request("/v1/geolocate")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                        head.getBytes(StandardCharsets.US_ASCII),
                        picture,
                        "\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII))));
    }
}
