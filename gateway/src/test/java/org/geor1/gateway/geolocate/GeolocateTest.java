package org.geor1.gateway.geolocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.InferenceProbe;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The public endpoint: a photo gets a place, and whatever is no decent photo gets one generic refusal. */
class GeolocateTest extends GatewayServerTest {

    @Test
    void uploadedPhotoIsAnsweredWithPlaceAndReasoning() throws IOException {
        HttpResponse<String> response = upload(png(224, 56));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.at("/predictions/0/place/city").stringValue()).isEqualTo("norvik");
        assertThat(answer.at("/predictions/0/place/country").stringValue()).isEqualTo("norland");
        assertThat(answer.at("/predictions/0/lat").doubleValue()).isEqualTo(66.4);
        assertThat(answer.at("/predictions/0/confidence").doubleValue()).isBetween(0.8, 0.81);
        assertThat(answer.get("reasoning").stringValue()).startsWith("cues:").doesNotContain("<");
        assertThat(answer.at("/exif/had_gps").booleanValue()).isFalse();
        assertThat(answer.at("/exif/used").booleanValue()).isFalse();
        assertThat(InferenceProbe.lastRequest()).contains("inline_image").contains("which city is this?");
        assertThat(InferenceProbe.lastToken()).isEqualTo(InferenceProbe.expectedToken());
    }

    @Test
    void base64PhotoIsAnsweredToo() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        assertThat(post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"mode\":\"open\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/v1/geolocate", "{\"image_b64\":\"data:image/png;base64," + image + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(InferenceProbe.lastRequest()).contains("\"tile:\"");
    }

    @Test
    void aMatchNamesTheLikeliestTileBehindTheReasoning() throws IOException {
        String photo = Base64.getEncoder().encodeToString(png(224, 56));
        String tile = Base64.getEncoder().encodeToString(png(84, 84));

        HttpResponse<String> response = post(
                "/v1/geolocate",
                "{\"image_b64\":\"%s\",\"mode\":\"match\",\"candidates\":[\"%s\",\"%s\",\"%s\"]}"
                        .formatted(photo, tile, tile, tile));

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.at("/match/choice").stringValue()).isEqualTo("B");
        assertThat(answer.at("/match/probs/B").doubleValue()).isEqualTo(0.7);
        assertThat(answer.get("reasoning").stringValue()).startsWith("cues:");
        assertThat(InferenceProbe.lastRequest())
                .contains("\"choices\":[\"A\",\"B\",\"C\"]")
                .contains("<answer>\"")
                .contains("which tile shows this place?");
    }

    @Test
    void aMatchNeedsTwoToTenTiles() throws IOException {
        String photo = Base64.getEncoder().encodeToString(png(224, 56));
        for (String candidates : new String[] {"[]", "[\"" + photo + "\"]", "[null,null]", "null"}) {
            HttpResponse<String> response = post(
                    "/v1/geolocate",
                    "{\"image_b64\":\"%s\",\"mode\":\"match\",\"candidates\":%s}".formatted(photo, candidates));

            assertThat(response.statusCode()).as(candidates).isEqualTo(400);
            assertThat(response.body()).contains("candidates");
        }
    }

    @Test
    void whatIsNoDecentPhotoGetsOneGenericRefusal() throws IOException {
        byte[] good = png(224, 56);
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("text", "this is a text file, not a photo".getBytes(StandardCharsets.UTF_8));
        bad.put("empty", new byte[0]);
        bad.put("1x1", png(1, 1));
        bad.put("thin", png(2000, 9));
        bad.put("truncated", Arrays.copyOf(good, good.length / 2));
        bad.put("huge dimensions", withDimensions(good, 60_000, 60_000));
        bad.put("negative dimensions", withDimensions(good, -1, -1));
        bad.put("only a signature", Arrays.copyOf(good, 12));
        bad.put(
                "jpeg signature over text",
                concat(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, bad.get("text")));
        bad.put("gif", image(20, 20, "gif"));
        String first = null;
        for (Map.Entry<String, byte[]> file : bad.entrySet()) {
            HttpResponse<String> response = upload(file.getValue());
            assertThat(response.statusCode()).as(file.getKey()).isEqualTo(422);
            assertThat(json(response).at("/error/code").stringValue()).isEqualTo("invalid_image");
            first = first == null ? response.body() : first;
            assertThat(response.body()).as(file.getKey()).isEqualTo(first);
        }
        assertThat(post("/v1/geolocate", "{\"image_b64\":\"not base64 at all!\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void requestsOfTheWrongShapeAreBad() throws IOException {
        assertThat(post("/v1/geolocate", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/v1/geolocate", "{").statusCode()).isEqualTo(400);
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        HttpResponse<String> mode = post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"mode\":\"psychic\"}");
        assertThat(mode.statusCode()).isEqualTo(400);
        assertThat(json(mode).at("/error/param").stringValue()).isEqualTo("mode");
        HttpResponse<String> model =
                post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"model\":\"no-such-model\"}");
        assertThat(model.statusCode()).isEqualTo(404);
        assertThat(json(model).at("/error/code").stringValue()).isEqualTo("unknown_model");
    }

    @Test
    void uploadBeyondTheLimitIsTooLarge() {
        assertThat(upload(new byte[11 * 1024 * 1024]).statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> upload(byte[] file) {
        String head = "--frontier\r\nContent-Disposition: form-data; name=\"image\"; filename=\"photo.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n";
        byte[] body = concat(
                concat(head.getBytes(StandardCharsets.US_ASCII), file),
                "\r\n--frontier--\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(request("/v1/geolocate")
                .header("Content-Type", "multipart/form-data; boundary=frontier")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] png(int width, int height) throws IOException {
        return image(width, height, "png");
    }

    static byte[] image(int width, int height, String format) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, (x * 7919 + y * 104729) & 0xffffff);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** The same PNG claiming other dimensions, with a header checksum that agrees. */
    private static byte[] withDimensions(byte[] png, int width, int height) {
        ByteBuffer changed = ByteBuffer.wrap(png.clone());
        changed.putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(changed.array(), 12, 17);
        changed.putInt(29, (int) crc.getValue());
        return changed.array();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
