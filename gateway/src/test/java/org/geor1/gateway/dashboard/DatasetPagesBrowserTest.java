package org.geor1.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The pages of datasets in a real browser: they show what a dataset holds and who used it, its samples page by page with reduced
 * pictures, log nothing to the console, fit a small phone, and execute nothing of what they show.
 */
@Tag("browser")
class DatasetPagesBrowserTest extends GatewayServerTest {

    private static final String HOSTILE = "evil\u202egnp.exe <img src=x onerror=alert(1)>";
    private static final String LONG = "a-licence-without-any-place-to-break-it-that-is-wider-than-a-phone-".repeat(2);

    private static Browser browser;

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageRegister register;

    @BeforeEach
    void openBrowser() {
        if (browser == null) {
            browser = new Browser("http://localhost:" + port);
        }
        browser.width(1280);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    /** A picture as the trainer has it once it was uploaded. */
    private String picture(int width) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 60, BufferedImage.TYPE_INT_RGB), "png", file);
        String sha256 = Images.hash(file.toByteArray());
        datasets.create("upload" + width, null, null);
        assertThat(send(request("/api/v1/datasets/upload" + width + "/images/" + sha256)
                                .header("Content-Type", "application/octet-stream")
                                .PUT(BodyPublishers.ofByteArray(file.toByteArray())))
                        .statusCode())
                .isEqualTo(204);
        datasets.delete("upload" + width);
        register.register(new ImageRegister.Entry(sha256, file.size(), width, 60));
        return sha256;
    }

    private void publish(String name, List<DatasetSample> samples) {
        datasets.create(name, "Photos of " + HOSTILE, LONG);
        datasets.append(name, new SampleBatch(0, samples));
        datasets.publish(name);
    }

    private static DatasetSample sample(int number, String split, List<String> pictures) {
        return new DatasetSample(
                "sample-" + number,
                pictures.stream()
                        .map(sha256 -> new DatasetSample.Image("photo", sha256))
                        .toList(),
                new DatasetSample.Place(48.1, 11.5, "Munich " + HOSTILE, "DE"),
                List.of(new DatasetSample.Turn("user", "<image>".repeat(pictures.size()) + "Where?")),
                "truth-" + number,
                split,
                Map.of());
    }

    private void open(String page, String says) {
        browser.open(page);
        browser.awaitText(says);
        browser.settle();
    }

    @Test
    void theyShowWhatADatasetHoldsAndWhoUsedIt() throws IOException {
        List<String> pictures = List.of(picture(400), picture(90));
        publish(
                "cities",
                IntStream.range(0, 5)
                        .mapToObj(i -> sample(i, "train", pictures))
                        .toList());
        String run = json(post("/api/v1/runs", """
                        {"name":"mixed","model":"nano-base","method":{"type":"grpo"},
                         "datasets":[{"name":"cities","weight":3},{"name":"mini-earth"}]}""")).get("id").stringValue();
        for (int width : new int[] {1280, 360}) {
            browser.width(width);
            for (Map.Entry<String, String> page : Map.of(
                            "/#/datasets",
                            "mini-earth",
                            "/#/datasets/cities",
                            "truth-4",
                            "/#/datasets/mini-earth",
                            "procedural planet",
                            "/#/runs/" + run,
                            "cities × 3 + mini-earth × 1")
                    .entrySet()) {
                open(page.getKey(), page.getValue());
                browser.assertQuiet(page.getKey());
                assertThat(browser.overflowing())
                        .as("%s at %d pixels", page, width)
                        .isEmpty();
                // A phone's window grows with what does not fit.
                assertThat(browser.script("return window.innerWidth"))
                        .as(page.getKey())
                        .isEqualTo((long) width);
                browser.picture("datasets" + page.getKey().replaceAll("run_\\w+|[^a-z]+", "-") + width);
            }
        }
        open("/#/datasets/cities", "truth-4");
        assertThat(browser.text())
                .contains(run, "5", "Munich evil⟨U+202E⟩gnp.exe", "<img src=x", "DE", LONG)
                .contains(
                        json(get("/api/v1/datasets/cities")).get("content_hash").stringValue());
        assertThat(browser.all(".thumbnails img")).hasSize(10);
        assertThat(browser.promise("""
                        const images = [...document.querySelectorAll('.thumbnails img')];
                        images.forEach((image) => { image.loading = 'eager'; });
                        Promise.all(images.map((image) => image.decode())).then(() =>
                            done(images.slice(0, 2).map((image) => image.naturalWidth).join()));""")).isEqualTo("192,90");
        browser.click(".crumbs a");
        browser.awaitText("mini-earth");
        open("/#/datasets/atlantis", "There is no dataset 'atlantis'");
    }

    @Test
    void samplesArePagedByPosition() {
        publish(
                "large",
                Stream.concat(
                                IntStream.range(0, 60).mapToObj(i -> sample(i, "train", List.of())),
                                IntStream.range(60, 70).mapToObj(i -> sample(i, "test", List.of())))
                        .toList());
        open("/#/datasets/large", "0 to 23 of 70");
        assertThat(browser.all(".stored")).hasSize(24);
        browser.click(".actions a");
        browser.awaitText("24 to 47 of 70");
        browser.awaitText("truth-24");
        assertThat(browser.text()).doesNotContain("truth-23");
        open("/#/datasets/large?from=69", "69 to 69 of 70");
        browser.awaitText("truth-69");
        assertThat(browser.all(".stored")).hasSize(1);
        browser.click(".actions a");
        browser.awaitText("45 to 68 of 70");
        open("/#/datasets/large?split=test", "0 to 9 of 10");
        browser.awaitText("truth-60");
        assertThat(browser.all(".stored")).hasSize(10);
        open("/#/datasets/large?from=1e9", "69 to 69 of 70");
        open("/#/datasets/large?from=x&split=none", "0 to 23 of 70");
        browser.assertQuiet("pages of samples");
    }
}
