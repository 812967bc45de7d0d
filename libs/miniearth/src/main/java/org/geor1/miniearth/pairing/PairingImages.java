package org.geor1.miniearth.pairing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.geor1.geo.style.PromptStyle;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.MiniEarthRenderer;

/** Writes questions as a data set in VLM-R1's layout: PNG files and JSON lines. */
public final class PairingImages {
    /** The name of the JSON-lines file in an exported folder. */
    public static final String ROWS_FILE = "pairing.jsonl";

    private PairingImages() {}

    /** Writes {@value #ROWS_FILE} and {@code images/*.png} into the folder, creating it. */
    public static void export(
            MiniEarthRenderer renderer, List<PairingQuestion> questions, PromptStyle style, Path folder)
            throws IOException {
        Files.createDirectories(folder.resolve("images"));
        for (PairingQuestion question : questions) {
            Path panorama = folder.resolve(ConversationRow.panoramaPath(question.panorama()));
            writeOnce(renderer.panorama(question.panorama()), panorama);
            for (Place place : question.candidates()) {
                writeOnce(renderer.tile(place), folder.resolve(ConversationRow.tilePath(place)));
            }
        }
        ConversationJsonl.write(
                folder.resolve(ROWS_FILE),
                questions.stream()
                        .map(question -> ConversationRow.of(question, style))
                        .toList());
    }

    /** Places recur between questions, and a picture of a place never changes. */
    private static void writeOnce(BufferedImage image, Path file) throws IOException {
        if (!Files.exists(file)) {
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
