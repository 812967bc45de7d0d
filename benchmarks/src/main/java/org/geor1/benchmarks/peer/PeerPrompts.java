package org.geor1.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.geor1.vlm.ChatPrompt;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Prompts as the peers' scripts read them: {@code prompts.json} and the pictures it names. */
final class PeerPrompts {

    private PeerPrompts() {}

    static void write(List<ChatPrompt> prompts, Path work) throws IOException {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        for (int i = 0; i < prompts.size(); i++) {
            ArrayNode parts = all.addArray();
            for (ChatPrompt.Part part : prompts.get(i).parts()) {
                if (part instanceof ChatPrompt.Text text) {
                    parts.addObject().put("text", text.text());
                } else if (part instanceof ChatPrompt.Image image) {
                    String file = i + "-" + parts.size() + ".png";
                    ImageIO.write(image.pixels(), "png", work.resolve(file).toFile());
                    parts.addObject().put("image", file);
                }
            }
        }
        Files.writeString(work.resolve("prompts.json"), all.toString());
    }
}
