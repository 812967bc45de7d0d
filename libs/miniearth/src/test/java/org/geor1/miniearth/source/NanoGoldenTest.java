package org.geor1.miniearth.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.Use;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.perception.Turn;
import org.geor1.miniearth.prompt.PromptLayout;
import org.geor1.miniearth.text.MiniEarthText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract: prompts of style nano, and the exemplars that a seed draws, never change by a character. The shipped model
 * learned these words, and the figures in the documents are of these draws.
 */
class NanoGoldenTest {
    private static final PromptStyle NANO = PromptStyles.named("nano");

    @Test
    void pairingIsAskedInTheWordsThatTheModelLearned() {
        List<String> rows = rows("pairing-prompts.tsv");
        assertThat(rows).hasSize(9);
        for (String row : rows) {
            String[] fields = row.split("\t", -1);
            assertThat(NANO.prompt(new Question.Pairing(Integer.parseInt(fields[0]))))
                    .isEqualTo(fields[1]);
        }
    }

    @Test
    void placesAreAskedForInTheSameWords() {
        assertThat(NANO.prompt(new Question.Geolocation(ImageRole.PANORAMA)))
                .isEqualTo("panorama:<image> think in <think> </think>, then answer in <answer> </answer>. panorama."
                        + " which city is this?");
        for (ImageRole role : List.of(ImageRole.TILE, ImageRole.PHOTO, ImageRole.IMAGE)) {
            assertThat(NANO.prompt(new Question.Geolocation(role)))
                    .isEqualTo("tile:<image> think in <think> </think>, then answer in <answer> </answer>. tile."
                            + " which city is this?");
        }
    }

    @Test
    void exemplarsAreTheSameToTheLetter() {
        assertThat(exemplars(Use.SCAFFOLDING, 7))
                .startsWith(rows("exemplars.tsv").toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "SCAFFOLDING,0,c0720f2954e997ee78e4a43d51266fd941e2c83781f2263328b99564de3291fb",
        "DEVELOPMENT,0,a81b1101406071de0ec5d8dcb8442f773f7d3bd7cb551432dc1825ea2a3a2b17",
        "SCAFFOLDING,1,a57e95002b908da678f709eb5d77da39514f1b7c636cef0455a8d71da3c081bf",
        "DEVELOPMENT,1,ca242b8cc75f3ce04b75ba1aa1dc8f05f8d7a306e42e80188611e234066e72bf",
        "SCAFFOLDING,7,c81f16321e0d0d0b27f6339d64715c48316e733997d0adad84fadb0b100eab7a",
        "DEVELOPMENT,7,ced6ab4946fdaa28060346fe014d298662c70872e66adfe6b52fe2c381493c76",
        "SCAFFOLDING,-3,4811682a34e88ef53a4992b9bbd829c43dc457f0e867d8457d4aa63056fc4f2f",
        "DEVELOPMENT,-3,7a349feae9b233d40a71fc608413e234652b0afeeee5585a093014f63b4ffa26"
    })
    void aSeedDrawsTheSameExemplars(Use use, long seed, String hash) {
        assertThat(sha256(String.join("\n", exemplars(use, seed)) + "\n")).isEqualTo(hash);
    }

    /** The tokenizer's merges follow from it. */
    @Test
    void theCorpusOfTheTokenizerIsTheSame() {
        assertThat(sha256(String.join("\n", MiniEarthText.corpus(MiniEarth.standard()))))
                .isEqualTo("5a325e4416887cdb08b327e88141ed12780ddb8b60b6cb0e85200f83c18d1bd3");
    }

    @Test
    void pretrainingTeachesTheWordsOfTheStyle() {
        String learned = PromptLayout.panoramaAndTiles(List.of("A", "B", "C"))
                + new Turn(Turn.Kind.CHOOSE, " panorama. which tile shows this place?", "", "").prompt(true);
        assertThat(NANO.prompt(new Question.Pairing(3))).isEqualTo(learned);
    }

    private static List<String> exemplars(Use use, long seed) {
        return MiniEarthTasks.standard().reasoning().exemplars(use, seed, 400).stream()
                .map(NanoGoldenTest::row)
                .toList();
    }

    private static String row(Exemplar exemplar) {
        return NANO.prompt(exemplar.question()) + "\t" + exemplar.completion() + "\t"
                + exemplar.images().get(0).ref();
    }

    private static List<String> rows(String file) {
        try (InputStream in = Objects.requireNonNull(NanoGoldenTest.class.getResourceAsStream("/nano/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
