package org.geor1.gateway.geolocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.InferenceProbe;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The public endpoint: a photo is answered with a place, and any other file is refused with the reason. */
class GeolocateTest extends GatewayServerTest {

    @Test
    void uploadedPhotoIsAnsweredWithPlaceAndReasoning() throws IOException {
        HttpResponse<String> response = upload(png(224, 56));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.at("/predictions/0/place/city").stringValue()).isEqualTo("norvik");
        assertThat(answer.at("/predictions/0/place/country").stringValue()).isEqualTo("norland");
        assertThat(answer.at("/predictions/0/lat").doubleValue()).isEqualTo(66.4);
        assertThat(answer.get("planet").stringValue()).isEqualTo("mini-earth");
        assertThat(answer.at("/predictions/0").propertyNames())
                .containsExactly("rank", "lat", "lon", "share", "spread_km", "confidence", "radius_km", "place");
        assertThat(answer.at("/predictions/0/confidence").isNull()).isTrue();
        assertThat(answer.at("/predictions/0/radius_km").isNull()).isTrue();
        assertThat(answer.get("calibration").isNull()).isTrue();
        assertThat(answer.at("/predictions/0/share").isNull()).isTrue();
        assertThat(answer.at("/predictions/0/spread_km").isNull()).isTrue();
        assertThat(answer.get("calibrated").booleanValue()).isFalse();
        assertThat(answer.get("samples")).hasSize(1);
        assertThat(answer.get("reasoning").stringValue()).startsWith("cues:").doesNotContain("<");
        assertThat(answer.at("/exif/had_gps").booleanValue()).isFalse();
        assertThat(answer.at("/exif/used").booleanValue()).isFalse();
        assertThat(InferenceProbe.lastRequest()).contains("inline_image").contains("which city is this?");
        assertThat(InferenceProbe.lastToken()).isEqualTo(InferenceProbe.expectedToken());
    }

    /** Not a word of the shipped model's, not a place of its planet. */
    @Test
    void aPublishedModelIsAskedInItsOwnWordsAboutTheEarth() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        HttpResponse<String> response = post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"model\":\"qwen\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = json(response);
        assertThat(answer.get("planet").stringValue()).isEqualTo("earth");
        assertThat(answer.at("/predictions/0/place/city").stringValue()).isEqualTo("Lisbon");
        assertThat(answer.at("/predictions/0/place/country").stringValue()).isEqualTo("Portugal");
        assertThat(answer.at("/predictions/0/place/country_code").stringValue()).isEqualTo("PT");
        assertThat(answer.at("/predictions/0/place/named_by").stringValue()).isEqualTo("name");
        assertThat(answer.at("/predictions/0/lat").doubleValue()).isBetween(38.6, 38.8);
        assertThat(answer.get("format").stringValue()).isEqualTo("name");
        assertThat(InferenceProbe.lastRequest())
                .contains("Where was this photo taken?", "First output the thinking process in <think> </think> tags")
                .doesNotContain("which city is this?");

        HttpResponse<String> match = post(
                "/v1/geolocate",
                "{\"image_b64\":\"%s\",\"model\":\"qwen\",\"mode\":\"match\",\"candidates\":[\"%s\",\"%s\"]}"
                        .formatted(image, image, image));
        assertThat(match.statusCode()).isEqualTo(200);
        assertThat(json(match).get("planet").stringValue()).isEqualTo("earth");
        assertThat(InferenceProbe.lastRequest()).contains("The other 2 images are satellite tiles");
    }

    @Test
    void anAnswerThatNamesNoOnePlaceIsShownAsItIs() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        JsonNode answer = json(post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"model\":\"qwen-lost\"}"));
        assertThat(answer.get("predictions")).isEmpty();
        assertThat(answer.get("format").stringValue()).isEqualTo("unparsed");
        assertThat(answer.get("answer").stringValue()).isEqualTo("It may be Lisbon or Porto.");
    }

    @Test
    void severalAnswersAreCountedByPlace() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        String body = "{\"image_b64\":\"" + image + "\",\"model\":\"qwen-many\",\"n\":4,\"seed\":9";
        JsonNode answer = json(post("/v1/geolocate", body + "}"));
        assertThat(InferenceProbe.lastRequest()).contains("\"n\":4", "\"temperature\":1.0", "\"seed\":9");
        assertThat(answer.get("predictions")).hasSize(2);
        assertThat(answer.at("/predictions/0/rank").intValue()).isEqualTo(1);
        assertThat(answer.at("/predictions/0/place/city").stringValue()).isEqualTo("Lisbon");
        assertThat(answer.at("/predictions/0/share").doubleValue()).isEqualTo(0.5);
        assertThat(answer.at("/predictions/0/spread_km").doubleValue()).isBetween(0.01, 10.0);
        assertThat(answer.at("/predictions/0/lat").doubleValue()).isEqualTo(38.72);
        assertThat(answer.at("/predictions/1/place/city").stringValue()).isEqualTo("Porto");
        assertThat(answer.at("/predictions/1/share").doubleValue()).isEqualTo(0.25);
        assertThat(answer.get("reasoning").stringValue()).contains("hills");
        assertThat(answer.get("format").stringValue()).isEqualTo("json");
        assertThat(answer.get("samples")
                        .valueStream()
                        .map(sample -> sample.get("format").stringValue()))
                .containsExactly("name", "unparsed", "json", "name");
        assertThat(answer.get("samples")
                        .valueStream()
                        .map(sample -> sample.get("rank").toString()))
                .containsExactly("2", "null", "1", "1");
        assertThat(answer.get("calibrated").booleanValue()).isFalse();

        JsonNode first = json(post("/v1/geolocate", body + ",\"top_k\":1}"));
        assertThat(first.get("predictions")).hasSize(1);
        assertThat(first.at("/samples/0/rank").isNull()).isTrue();
    }

    @Test
    void theNumberOfAnswersHasALimit() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        for (String field : new String[] {
            "n\":0", "n\":17", "n\":1.5", "n\":\"2\"", "top_k\":0", "top_k\":1e9", "seed\":1", "seed\":true"
        }) {
            HttpResponse<String> response = post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"" + field + "}");
            assertThat(response.statusCode()).as(field).isEqualTo(400);
            assertThat(json(response).at("/error/param").stringValue())
                    .isEqualTo(field.substring(0, field.indexOf('"')));
        }
        HttpResponse<String> match = post(
                "/v1/geolocate",
                "{\"image_b64\":\"%s\",\"mode\":\"match\",\"candidates\":[\"%s\",\"%s\"],\"n\":2}"
                        .formatted(image, image, image));
        assertThat(match.statusCode()).isEqualTo(400);
        assertThat(match.body()).contains("mode 'open' only");
        HttpResponse<String> form = send(form(part("n", "2"), part("image", png(84, 84))));
        assertThat(form.statusCode()).isEqualTo(400);
        assertThat(form.body()).contains("send JSON, which takes it");
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
    void aMatchNamesTheMostLikelyTileAfterTheReasoning() throws IOException {
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
        assertThat(answer.get("planet").stringValue()).isEqualTo("mini-earth");
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
    void aRefusalSaysWhichPictureAndWhy() throws IOException {
        String good = Base64.getEncoder().encodeToString(png(224, 56));
        String text = Base64.getEncoder().encodeToString("<html>".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> response = post(
                "/v1/geolocate",
                "{\"image_b64\":\"%s\",\"mode\":\"match\",\"candidates\":[\"%s\",\"%s\"]}".formatted(good, good, text));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).at("/error/param").stringValue()).isEqualTo("candidates[1]");
        assertThat(json(response).at("/error/message").stringValue())
                .isEqualTo(
                        "The picture in 'candidates[1]' is an HTML page, which is not supported: send JPEG, PNG, TIFF or GIF.");

        HttpResponse<String> notBase64 = post("/v1/geolocate", "{\"image_b64\":\"not base64 at all!\"}");
        assertThat(notBase64.statusCode()).isEqualTo(422);
        assertThat(json(notBase64).at("/error/message").stringValue())
                .isEqualTo("The picture in 'image_b64' is not base64: encode the file's bytes in base64.");

        HttpResponse<String> empty = upload(new byte[0]);
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("'image' has 0 bytes");
        HttpResponse<String> bomb = upload(withDimensions(png(224, 56), 60_000, 60_000));
        assertThat(bomb.statusCode()).isEqualTo(422);
        assertThat(bomb.body()).contains("60,000 × 60,000 pixels; at most 50,000,000");
    }

    @Test
    void noRequestedOptionIsIgnored() throws IOException {
        String image = Base64.getEncoder().encodeToString(png(84, 84));
        for (String field :
                new String[] {"stream\":true", "image_url\":\"http://a/b.png\"", "temperature\":3", "Model\":\"x\""}) {
            HttpResponse<String> response = post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"" + field + "}");
            assertThat(response.statusCode()).as(field).isEqualTo(400);
            assertThat(json(response).at("/error/param").stringValue())
                    .isEqualTo(field.substring(0, field.indexOf('"')));
        }
        HttpResponse<String> candidates =
                post("/v1/geolocate", "{\"image_b64\":\"" + image + "\",\"candidates\":[\"" + image + "\"]}");
        assertThat(candidates.statusCode()).isEqualTo(400);
        assertThat(candidates.body()).contains("mode 'match' only");
        assertThat(post("/v1/geolocate?model=x", "{\"image_b64\":\"" + image + "\"}")
                        .statusCode())
                .isEqualTo(400);
        HttpResponse<String> part = send(form(part("stream", "true"), part("image", png(84, 84))));
        assertThat(part.statusCode()).isEqualTo(400);
        assertThat(json(part).at("/error/param").stringValue()).isEqualTo("stream");
        HttpResponse<String> twice = send(form(part("image", png(84, 84)), part("image", png(84, 84))));
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(twice.body()).contains("send one photo");
    }

    @Test
    void malformedRequestsAreRefused() throws IOException {
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
    void tooLargeBodiesAreDrainedAndRefusedWithSizeAndLimit() {
        HttpResponse<String> upload = upload(new byte[40 << 20]);
        assertThat(upload.statusCode()).isEqualTo(413);
        assertThat(upload.body()).containsPattern("The body has 41,943,\\d{3} bytes; at most 10,551,296 are taken");
        HttpResponse<String> file = upload(new byte[(10 << 20) + 1]);
        assertThat(file.statusCode()).isEqualTo(413);
        assertThat(file.body()).contains("'image' is a file of 10,485,761 bytes; at most 10,485,760 are allowed");
    }

    /** Behaves like a simple client, which sends the whole body before reading. */
    @Test
    void aClientThatSendsEverythingBeforeReadingStillGetsTheRefusal() throws IOException {
        byte[] body = new byte[40 << 20];
        String head = "POST /v1/geolocate HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: " + body.length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413").contains("The body has 41,943,040 bytes");
        }
    }

    @Test
    void aMatchMayHaveElevenLargePictures() throws IOException {
        // Bytes after the end of a picture are ignored, but count toward its size.
        byte[] large = Arrays.copyOf(png(84, 84), 10 << 20);
        String image = Base64.getEncoder().encodeToString(large);
        String tiles = "\"" + image + "\"";
        HttpResponse<String> response = post(
                "/v1/geolocate",
                "{\"mode\":\"match\",\"image_b64\":" + tiles + ",\"candidates\":[" + (tiles + ",").repeat(9) + tiles
                        + "]}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);

        String longer = Base64.getEncoder().encodeToString(Arrays.copyOf(large, (10 << 20) + 60_000));
        HttpResponse<String> open = post("/v1/geolocate", "{\"image_b64\":\"" + longer + "\"}");
        assertThat(open.statusCode()).isEqualTo(413);
        assertThat(json(open).at("/error/param").stringValue()).isEqualTo("image_b64");
    }

    private HttpResponse<String> upload(byte[] file) {
        return send(form(part("image", file)));
    }

    private HttpRequest.Builder form(byte[]... parts) {
        byte[] body = {};
        for (byte[] part : parts) {
            body = concat(body, part);
        }
        body = concat(body, "--frontier--\r\n".getBytes(StandardCharsets.US_ASCII));
        return request("/v1/geolocate")
                .header("Content-Type", "multipart/form-data; boundary=frontier")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static byte[] part(String name, byte[] file) {
        String head = "--frontier\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"photo.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n";
        return concat(
                concat(head.getBytes(StandardCharsets.US_ASCII), file), "\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] part(String name, String value) {
        return ("--frontier\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
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

    /** The same PNG claiming other dimensions, with a matching header checksum. */
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
