package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.geor1.image.ImageLimits;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.geor1.web.InternalTokenFilter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contract: services store and read pictures by hash; nothing else gets in, and no metadata. */
class ImagesTest extends TrainerFixture {

    private static final Path PICTURES = Path.of("../libs/image/src/test/resources/pictures");

    @Autowired
    ImageRegister register;

    @LocalServerPort
    int port;

    private HttpResponse<byte[]> send(String token, String method, String name, byte[] body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/internal/v1/images/" + name))
                                .header(InternalTokenFilter.HEADER, token)
                                .header("Content-Type", "application/octet-stream")
                                .method(
                                        method,
                                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> put(byte[] bytes) throws Exception {
        return send("secret", "PUT", Images.hash(bytes), bytes);
    }

    private HttpResponse<byte[]> get(String name) throws Exception {
        return send("secret", "GET", name, new byte[0]);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    @Test
    void aPictureIsStoredUnderItsHash() throws Exception {
        byte[] picture = png(33, 22);
        String hash = Images.hash(picture);
        assertThat(get(hash).statusCode()).isEqualTo(404);
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> stored = put(picture);
            assertThat(stored.statusCode()).isEqualTo(200);
            assertThat(json(stored).get("sha256").stringValue()).isEqualTo(hash);
        }
        assertThat(register.find(hash)).contains(new ImageRegister.Entry(hash, picture.length, 33, 22));
        HttpResponse<byte[]> read = get(hash);
        assertThat(read.body()).isEqualTo(picture);
        assertThat(read.headers().firstValue("Content-Type")).contains("application/octet-stream");
    }

    @Test
    void aPhotosPositionDoesNotGetIn() throws Exception {
        byte[] photo = Files.readAllBytes(PICTURES.resolve("jpeg_gps.jpg"));
        String stored = json(put(photo)).get("sha256").stringValue();
        assertThat(stored).isNotEqualTo(Images.hash(photo));
        byte[] kept = get(stored).body();
        assertThat(Images.hash(kept)).isEqualTo(stored);
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        assertThat(register.find(Images.hash(photo))).isEmpty();
        assertThat(json(put(kept)).get("sha256").stringValue()).isEqualTo(stored);
    }

    @Test
    void whatCannotBeDecodedIsRefusedByName() throws Exception {
        byte[] picture = png(40, 40);
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        byte[] damaged = Files.readAllBytes(PICTURES.resolve("png_rgb.png"));
        Arrays.fill(damaged, 60, 90, (byte) 0);
        for (byte[] wrong : new byte[][] {
            noise,
            "<svg/>".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(picture, picture.length - 20),
            damaged,
            png(1, 400)
        }) {
            HttpResponse<byte[]> refused = put(wrong);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(json(refused).get("code").stringValue()).isEqualTo("invalid_image");
            assertThat(json(refused).get("detail").stringValue()).contains(Images.hash(wrong));
            assertThat(get(Images.hash(wrong)).statusCode()).isEqualTo(404);
        }
        byte[] large = new byte[Images.MAX_BYTES + 1];
        System.arraycopy(picture, 0, large, 0, picture.length);
        HttpResponse<byte[]> refused = put(large);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("detail").stringValue()).contains("20,971,520");
        assertThat(ImageLimits.standard().maxBytes()).isEqualTo(Images.MAX_BYTES);
    }

    @Test
    void aWrongHashIsRefused() throws Exception {
        byte[] picture = png(41, 40);
        for (String name : new String[] {"0".repeat(64), "x", "..%2f..%2fx"}) {
            HttpResponse<byte[]> refused = send("secret", "PUT", name, picture);
            assertThat(refused.statusCode()).as(name).isBetween(400, 422);
        }
        HttpResponse<byte[]> refused = send("secret", "PUT", "0".repeat(64), picture);
        assertThat(json(refused).at("/errors/0/field").stringValue()).isEqualTo("sha256");
        assertThat(json(refused).get("detail").stringValue()).contains(Images.hash(picture));
        assertThat(get(Images.hash(picture)).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyServicesMayCall() throws Exception {
        byte[] picture = png(42, 40);
        assertThat(send("wrong", "PUT", Images.hash(picture), picture).statusCode())
                .isEqualTo(401);
        assertThat(send("wrong", "GET", Images.hash(picture), new byte[0]).statusCode())
                .isEqualTo(401);
        assertThat(get("..%2f..%2fetc").statusCode()).isIn(400, 404);
    }
}
