package org.geor1.gateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * Contract of datasets over REST: what a dataset holds comes in whole and checked or not at all, a published dataset stays as it
 * is, a run's dataset is on record, and what users upload never reaches a browser as they made it.
 */
class DatasetApiTest extends GatewayServerTest {

    private static final String SETS = "/api/v1/datasets";
    private static final String OWN = SETS + "/own";

    @Autowired
    ImageRegister images;

    private final byte[] picture = png(40, 30);
    private final String hash = Images.hash(picture);

    @BeforeEach
    void newDataset() {
        assertThat(post(SETS, "{\"name\":\"own\",\"licence\":\"CC BY 4.0\"}").statusCode())
                .isEqualTo(201);
    }

    private static byte[] png(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private HttpResponse<String> put(String path, byte[] file) {
        return send(
                request(path).header("Content-Type", "application/octet-stream").PUT(BodyPublishers.ofByteArray(file)));
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        return HttpClient.newHttpClient().send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** As the trainer does once the file is durable. */
    private void stored() {
        assertThat(put(OWN + "/images/" + hash, picture).statusCode()).isEqualTo(204);
        images.register(new ImageRegister.Entry(hash, picture.length, 40, 30));
    }

    private HttpResponse<String> append(long position, String... samples) {
        return post(
                OWN + "/samples", "{\"position\":" + position + ",\"samples\":[" + String.join(",", samples) + "]}");
    }

    private static String bare(String id) {
        return "{\"id\":\"" + id + "\",\"images\":[]}";
    }

    private static String split(String id, String split) {
        return "{\"id\":\"" + id + "\",\"images\":[],\"split\":\"" + split + "\"}";
    }

    private static List<String> fields(HttpResponse<String> refused) {
        return json(refused)
                .path("errors")
                .valueStream()
                .map(error -> error.get("field").stringValue())
                .toList();
    }

    @Test
    void aDatasetIsCreatedFilledPublishedAndRead() {
        stored();
        String sample = """
                {"id":"7","images":[{"role":"panorama","sha256":"%s"}],"place":{"latitude":59.9,"longitude":10.7,"city":"Oslo"},\
                "turns":[{"role":"user","text":"<image>Where?"}],"truth":"Oslo","split":"train","metadata":{"z":"1","a":"2"}}""".formatted(hash);
        JsonNode appended = json(append(0, sample, bare("8")));
        assertThat(appended.get("samples").longValue()).isEqualTo(2);
        assertThat(appended.get("state").stringValue()).isEqualTo("importing");
        assertThat(appended.get("content_hash").isNull()).isTrue();

        JsonNode published = json(post(OWN + "/publish", ""));
        assertThat(published.get("state").stringValue()).isEqualTo("ready");
        assertThat(published.get("licence").stringValue()).isEqualTo("CC BY 4.0");
        assertThat(published.get("content_hash").stringValue()).hasSize(64);
        assertThat(published.at("/statistics/with_position").longValue()).isEqualTo(1);
        assertThat(published.at("/statistics/images/max_width").longValue()).isEqualTo(40);
        assertThat(published.at("/splits/train").longValue()).isEqualTo(1);
        assertThat(json(get(OWN))).isEqualTo(published);
        assertThat(json(post(OWN + "/publish", ""))).isEqualTo(published);

        JsonNode read = json(get(OWN + "/samples")).get("data");
        assertThat(read.get(0).get("sample").get("images").get(0).get("sha256").stringValue())
                .isEqualTo(hash);
        assertThat(read.get(0).get("sample").get("metadata").propertyNames()).containsExactly("z", "a");
        assertThat(read.get(1).get("position").longValue()).isEqualTo(1);
        JsonNode listed = json(get(SETS)).get("data");
        assertThat(listed.valueStream().map(dataset -> dataset.get("name").stringValue()))
                .containsExactly("mini-earth", "own");
    }

    @Test
    void namesAreCheckedAndTakenOnce() {
        for (String name :
                List.of("\"Own\"", "\"../x\"", "\"-x\"", "\"\"", "7", "\"" + "x".repeat(101) + "\"", "null")) {
            HttpResponse<String> refused = post(SETS, "{\"name\":" + name + "}");
            assertThat(refused.statusCode()).as(name).isEqualTo(400);
            assertThat(fields(refused)).containsExactly("name");
        }
        assertThat(fields(post(SETS, "{\"name\":\"mini-earth\"}"))).containsExactly("name");
        assertThat(fields(post(SETS, "{\"name\":\"x\",\"licence\":\" \",\"description\":\"\\u0000\"}")))
                .containsExactlyInAnyOrder("licence", "description");
        HttpResponse<String> again = post(SETS, "{\"name\":\"own\"}");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).get("detail").stringValue()).contains("'own'");
    }

    @Test
    void datasetsAreListedPageByPage() {
        for (String name : List.of("a", "b", "c")) {
            post(SETS, "{\"name\":\"" + name + "\"}");
        }
        List<String> names = new ArrayList<>();
        JsonNode page = json(get(SETS + "?limit=2"));
        while (true) {
            page.get("data").forEach(dataset -> names.add(dataset.get("name").stringValue()));
            if (!page.get("has_more").booleanValue()) {
                break;
            }
            page = json(get(SETS + "?limit=2&after=" + page.get("next_cursor").stringValue()));
        }
        assertThat(names).containsExactly("mini-earth", "a", "b", "c", "own");
    }

    @Test
    void picturesComeInByTheirHash() {
        assertThat(json(post(OWN + "/images/missing", "{\"sha256\":[\"" + hash + "\"]}"))
                        .get("missing"))
                .hasSize(1);
        stored();
        assertThat(put(OWN + "/images/" + hash, picture).statusCode()).isEqualTo(204);
        assertThat(json(post(OWN + "/images/missing", "{\"sha256\":[\"" + hash + "\"]}"))
                        .get("missing"))
                .isEmpty();

        byte[] photo = "Exif and a picture".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> cleaned = put(OWN + "/images/" + Images.hash(photo), photo);
        assertThat(cleaned.statusCode()).isEqualTo(200);
        assertThat(json(cleaned).get("sha256").stringValue())
                .isEqualTo(Images.hash(" and a picture".getBytes(StandardCharsets.UTF_8)));

        byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> refused = put(OWN + "/images/" + Images.hash(text), text);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("code").stringValue()).isEqualTo("invalid_image");
        assertThat(json(refused).get("detail").stringValue()).contains(Images.hash(text));
        assertThat(put(OWN + "/images/" + "0".repeat(64), picture).statusCode()).isEqualTo(422);

        byte[] breaking = "break".getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> away = put(OWN + "/images/" + Images.hash(breaking), breaking);
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "..%2f..%2fx", "%20", "0", "AAAA", "0x%00"})
    void aNameThatIsNoHashIsNoPicture(String name) {
        assertThat(put(OWN + "/images/" + name, picture).statusCode()).isBetween(400, 415);
        assertThat(get("/api/v1/images/sha256/" + name).statusCode()).isIn(400, 404);
        assertThat(get("/api/v1/images/sha256/" + name + "/file").statusCode()).isIn(400, 404);
    }

    @Test
    void bodiesAreBounded() {
        byte[] large = new byte[Images.MAX_BYTES + 1];
        HttpResponse<String> announced = put(OWN + "/images/" + Images.hash(large), large);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(json(announced).get("detail").stringValue()).contains("20,971,520");
        HttpResponse<String> unannounced = send(request(OWN + "/images/" + Images.hash(large))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))));
        assertThat(unannounced.statusCode()).isEqualTo(413);
        String samples = IntStream.range(0, 400)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"images\":[],\"truth\":\"" + "x".repeat(4000) + "\"}")
                .collect(Collectors.joining(","));
        assertThat(append(0, samples).statusCode()).isEqualTo(413);
        assertThat(send(request(OWN + "/images/" + hash)
                                .header("Content-Type", "image/png")
                                .PUT(BodyPublishers.ofByteArray(picture)))
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void wrongSamplesAreNamedAndNoneIsTaken() {
        append(0, bare("taken"));
        HttpResponse<String> store = append(
                1,
                bare("new"),
                bare("taken"),
                "{\"id\":\"p\",\"images\":[{\"role\":\"photo\",\"sha256\":\"" + hash + "\"}]}");
        assertThat(store.statusCode()).isEqualTo(400);
        assertThat(fields(store)).containsExactly("samples[1].id", "samples[2].images[0].sha256");
        assertThat(json(store).at("/errors/0/message").stringValue()).contains("'taken'");

        HttpResponse<String> reader = append(
                1,
                "{\"id\":\"a\",\"images\":[],\"place\":{\"latitude\":91,\"longitude\":1e999}}",
                "{\"id\":\"b\",\"images\":[],\"place\":{\"latitude\":\"NaN\",\"longitude\":5}}",
                "{\"id\":\"c\",\"images\":[],\"turns\":[{\"role\":\"user\",\"text\":\"<image>\"}]}",
                "{\"id\":\"d\\u0000\",\"images\":[{\"role\":\"photo\",\"sha256\":\"../../etc/passwd\"}]}");
        assertThat(fields(reader))
                .containsExactlyInAnyOrder(
                        "samples[0].place.latitude",
                        "samples[0].place.longitude",
                        "samples[1].place.latitude",
                        "samples[2].turns",
                        "samples[3].id",
                        "samples[3].images[0].sha256");
        assertThat(json(get(OWN)).get("samples").longValue()).isEqualTo(1);
        for (String body : List.of("", "[]", "{", "null", "{\"position\":0,\"samples\":{}}")) {
            assertThat(post(OWN + "/samples", body).statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void aBatchIsTakenOnceAtItsPosition() {
        assertThat(append(0, bare("a"), bare("b")).statusCode()).isEqualTo(200);
        HttpResponse<String> again = append(0, bare("a"), bare("b"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(json(again).get("detail").stringValue()).contains("position 2");
    }

    @Test
    void samplesArePagedAsAWholeAndBySplit() {
        append(0, split("a", "train"), split("b", "test"), split("c", "train"), split("d", "train"));
        assertThat(ids("")).containsExactly("a", "b", "c", "d");
        assertThat(ids("&split=train")).containsExactly("a", "c", "d");
        assertThat(ids("&split=none")).isEmpty();
        assertThat(get(OWN + "/samples?after=x").statusCode()).isEqualTo(400);
        assertThat(get(OWN + "/samples?limit=0").statusCode()).isEqualTo(400);
        assertThat(get(SETS + "/atlantis/samples").statusCode()).isEqualTo(404);
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        JsonNode page = json(get(OWN + "/samples?limit=2" + query));
        while (true) {
            page.get("data").forEach(row -> ids.add(row.at("/sample/id").stringValue()));
            if (!page.get("has_more").booleanValue()) {
                return ids;
            }
            page = json(get(OWN + "/samples?limit=2" + query + "&after="
                    + page.get("next_cursor").stringValue()));
        }
    }

    @Test
    void aPublishedDatasetTakesNothingMore() {
        assertThat(post(OWN + "/publish", "").statusCode()).as("empty").isEqualTo(409);
        append(0, bare("a"));
        post(OWN + "/publish", "");
        assertThat(append(1, bare("b")).statusCode()).isEqualTo(409);
        assertThat(put(OWN + "/images/" + hash, picture).statusCode()).isEqualTo(409);
        assertThat(post(OWN + "/images/missing", "{\"sha256\":[]}").statusCode())
                .isEqualTo(409);
        assertThat(post(SETS + "/mini-earth/publish", "").statusCode()).isEqualTo(404);
        assertThat(send(request(SETS + "/mini-earth").DELETE()).statusCode()).isEqualTo(404);
    }

    @Test
    void aRunsDatasetIsOnRecordAndStaysWhileTheRunDoes() {
        append(0, bare("a"));
        String spec = GRPO.replace("mini-earth", "own");
        HttpResponse<String> early = post("/api/v1/runs", spec);
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(json(early).get("detail").stringValue()).contains("still importing");
        assertThat(runs.latest()).isEmpty();

        post(OWN + "/publish", "");
        String run = json(post("/api/v1/runs", spec)).get("id").stringValue();
        post("/api/v1/runs", GRPO);
        assertThat(json(get(OWN)).get("runs").valueStream().map(JsonNode::stringValue))
                .containsExactly(run);
        HttpResponse<String> used = send(request(OWN).DELETE());
        assertThat(used.statusCode()).isEqualTo(409);
        assertThat(json(used).get("detail").stringValue()).contains(run);

        post("/api/v1/runs/" + run + "/cancel", "");
        assertThat(send(request(OWN).DELETE()).statusCode()).isEqualTo(204);
        assertThat(get(OWN).statusCode()).isEqualTo(404);
        assertThat(json(post("/api/v1/runs", spec)).get("code").stringValue()).isEqualTo("unknown_dataset");
    }

    private void published(String name, String split, int samples) {
        if (!name.equals("own")) {
            post(SETS, "{\"name\":\"" + name + "\"}");
        }
        post(
                SETS + "/" + name + "/samples",
                "{\"position\":0,\"samples\":["
                        + IntStream.range(0, samples)
                                .mapToObj(i -> split(String.valueOf(i), split))
                                .collect(Collectors.joining(","))
                        + "]}");
        assertThat(post(SETS + "/" + name + "/publish", "").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> submit(String data, String settings) {
        return post(
                "/api/v1/runs",
                ("{'model':'nano-base'," + data + ",'method':{'type':'sft','sft':{" + settings + "}}}")
                        .replace('\'', '"'));
    }

    @Test
    void everyDatasetOfAMixtureIsOnRecord() {
        published("own", "train", 2);
        published("too", "train", 2);
        String both = "'datasets':[{'name':'own','weight':3},{'name':'mini-earth'},{'name':'too'}]";
        JsonNode run = json(submit(both, ""));
        String id = run.get("id").stringValue();
        assertThat(run.get("dataset").stringValue()).isEqualTo("own, mini-earth, too");
        assertThat(run.at("/config/datasets/0/weight").doubleValue()).isEqualTo(3);
        for (String name : List.of("own", "too")) {
            assertThat(json(get(SETS + "/" + name)).get("runs").valueStream().map(JsonNode::stringValue))
                    .containsExactly(id);
            HttpResponse<String> used = send(request(SETS + "/" + name).DELETE());
            assertThat(used.statusCode()).isEqualTo(409);
            assertThat(json(used).get("detail").stringValue()).contains(id);
        }
        post("/api/v1/runs/" + id + "/cancel", "");
        assertThat(send(request(SETS + "/too").DELETE()).statusCode()).isEqualTo(204);
        HttpResponse<String> gone = submit(both, "");
        assertThat(json(gone).get("code").stringValue()).isEqualTo("unknown_dataset");
        assertThat(json(gone).get("detail").stringValue()).contains("'too'");
        assertThat(fields(submit("'datasets':[{'name':'own'},{'name':'mini-earth','max_samples':5}]", "")))
                .containsExactly("datasets[1].max_samples");
    }

    @Test
    void epochsBecomeStepsWhenARunIsSubmitted() {
        published("own", "train", 10);
        published("too", "test", 4);
        String own = "'dataset':'own'";
        assertThat(steps(own, "'num_train_epochs':1,'batch_size':4")).isEqualTo(3);
        assertThat(steps(own, "'num_train_epochs':3,'batch_size':4")).isEqualTo(9);
        assertThat(steps(own, "'num_train_epochs':0.5,'batch_size':4")).isEqualTo(2);
        assertThat(steps(own, "'num_train_epochs':0.001,'batch_size':4")).isEqualTo(1);
        assertThat(steps(own, "'num_train_epochs':1.1,'batch_size':1")).isEqualTo(11);
        assertThat(steps(own, "'num_train_epochs':2,'batch_size':64")).isEqualTo(2);
        assertThat(steps(own, "'max_steps':7")).isEqualTo(7);
        assertThat(steps("'datasets':[{'name':'own','max_samples':4}]", "'num_train_epochs':2,'batch_size':1"))
                .isEqualTo(8);
        assertThat(steps("'datasets':[{'name':'own','max_samples':99}]", "'num_train_epochs':2,'batch_size':1"))
                .isEqualTo(20);
        published("more", "train", 10);
        assertThat(steps("'datasets':[{'name':'own'},{'name':'more'}]", "'num_train_epochs':1,'batch_size':10"))
                .isEqualTo(2);
        // The rarer one ends the epoch.
        assertThat(steps(
                        "'datasets':[{'name':'own','weight':3},{'name':'more'}]",
                        "'num_train_epochs':1,'batch_size':10"))
                .isEqualTo(4);
        JsonNode grpo = json(post(
                "/api/v1/runs",
                "{'model':'nano-base','dataset':'own','method':{'type':'grpo','grpo':{'num_train_epochs':2,'prompts_per_step':4}}}"
                        .replace('\'', '"')));
        assertThat(grpo.get("max_steps").longValue()).isEqualTo(6);

        for (String endless : List.of("'dataset':'mini-earth'", "'datasets':[{'name':'own'},{'name':'mini-earth'}]")) {
            HttpResponse<String> refused = submit(endless, "'num_train_epochs':1");
            assertThat(fields(refused)).containsExactly("method.sft.num_train_epochs");
            assertThat(json(refused).at("/errors/0/message").stringValue()).contains("mini-earth", "max_steps");
        }
        assertThat(fields(submit(own, "'num_train_epochs':10000,'batch_size':1")))
                .as("100,000 steps are possible")
                .isEmpty();
        assertThat(fields(submit(own, "'num_train_epochs':1,'max_steps':3")))
                .containsExactly("method.sft.num_train_epochs");
        assertThat(fields(submit("'dataset':'too'", "'num_train_epochs':1"))).containsExactly("dataset");
        assertThat(fields(submit("'datasets':[{'name':'own'},{'name':'too'}]", "'num_train_epochs':1")))
                .containsExactly("datasets[1].name");
        assertThat(fields(submit(
                        "'datasets':[{'name':'own','weight':0.001},{'name':'more','weight':10000}]",
                        "'num_train_epochs':1,'batch_size':1")))
                .containsExactly("method.sft.num_train_epochs");
    }

    private long steps(String data, String settings) {
        JsonNode run = json(submit(data, settings));
        assertThat(json(get("/api/v1/runs/" + run.get("id").stringValue())).get("max_steps"))
                .isEqualTo(run.get("max_steps"));
        return run.path("max_steps").longValue();
    }

    @Test
    void picturesAreDrawnAnewForPeople() throws Exception {
        assertThat(get("/api/v1/images/sha256/" + hash).statusCode()).isEqualTo(404);
        stored();
        HttpResponse<byte[]> drawn = bytes("/api/v1/images/sha256/" + hash + "?width=20");
        assertThat(drawn.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(drawn.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(drawn.headers().firstValue("Cache-Control").orElseThrow()).contains("private", "immutable");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(drawn.body()));
        assertThat(image.getWidth()).isEqualTo(20);
        assertThat(image.getHeight()).isEqualTo(15);
        HttpResponse<byte[]> whole = bytes("/api/v1/images/sha256/" + hash);
        assertThat(ImageIO.read(new ByteArrayInputStream(whole.body())).getWidth())
                .isEqualTo(40);
        assertThat(get("/api/v1/images/sha256/" + hash + "?width=5000").statusCode())
                .isEqualTo(400);
    }

    @Test
    void filesAreBytesToBeSaved() throws Exception {
        stored();
        HttpResponse<byte[]> file = bytes("/api/v1/images/sha256/" + hash + "/file");
        assertThat(file.body()).isEqualTo(picture);
        assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void unknownDatasetsAreNotFound() {
        for (HttpRequest.Builder asked : List.of(
                request(SETS + "/none").GET(),
                request(SETS + "/none").DELETE(),
                posting(SETS + "/none/publish", ""),
                posting(SETS + "/none/samples", "{\"position\":0,\"samples\":[" + bare("a") + "]}"),
                posting(SETS + "/none/images/missing", "{\"sha256\":[]}"))) {
            HttpResponse<String> answer = send(asked);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(json(answer).get("code").stringValue()).isEqualTo("unknown_dataset");
        }
    }
}
