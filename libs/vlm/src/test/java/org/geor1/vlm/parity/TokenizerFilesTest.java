package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.tokenizer.BpeTrainer;
import org.geor1.vlm.tokenizer.TokenizerWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tokenizer files that the Python side of the parity checks loads are those this code writes. Run with
 * {@code -Dgeor1.parity.write=true} to regenerate them.
 */
class TokenizerFilesTest {

    private static final List<String> CORPUS = List.of(
            "system\nYou are a helpful assistant.",
            "user\nWhich satellite tile shows the place of the panorama? Answer with a letter.",
            "assistant\n<think>There is a lake to the north, a forest to the east and a road to the south.</think>\n"
                    + "<answer>B</answer>",
            "Tile A: Tile B: Tile C: Tile D: Tile E: Panorama:",
            "It's the city centre; we've seen 3 parks, 12 houses and 450 trees.");

    @Test
    void committedFilesMatchTheWriter(@TempDir Path temporary) throws Exception {
        boolean rewrite = Boolean.getBoolean("geor1.parity.write");
        Path target = rewrite ? Files.createDirectories(Path.of("src/test/resources/parity/tokenizer")) : temporary;
        BpeTrainer trainer = new BpeTrainer();
        CORPUS.forEach(text -> trainer.add(text, 10));
        TokenizerWriter.write(target, trainer.train(400, 1), 4096);
        ImageSettings.published(56 * 56, 28 * 28 * 64).write(target);
        try (Stream<Path> committed = Files.list(ParityFiles.path("tokenizer"))) {
            for (Path file : committed.toList()) {
                assertThat(target.resolve(file.getFileName())).hasSameTextualContentAs(file);
            }
        }
    }
}
