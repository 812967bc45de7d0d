package org.geor1.benchmarks.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatMessage;

/** Token ids, image grids, position ids and the rotary delta of whole conversations. */
final class PromptChecks {

    private PromptChecks() {}

    static List<Check> of(Goldens goldens, String checkpoint) {
        int ids = 0;
        int grids = 0;
        int positions = 0;
        int deltas = 0;
        try (VlmTokenizer tokenizer = VlmTokenizer.load(goldens.checkpoint(checkpoint))) {
            PromptEncoder encoder = PromptEncoder.load(
                    goldens.checkpoint(checkpoint), ConfigReader.read(goldens.checkpoint(checkpoint)), tokenizer);
            for (Map.Entry<String, List<ChatMessage>> entry : goldens.cases().entrySet()) {
                EncodedPrompt prompt = encoder.encode(entry.getValue());
                try (Safetensors golden = goldens.open(checkpoint, entry.getKey())) {
                    ids += Distance.differing(prompt.inputIds(), Goldens.ints(golden, "input_ids"));
                    grids += Distance.differing(
                            prompt.grids().stream()
                                    .flatMapToInt(grid -> IntStream.of(grid.t(), grid.h(), grid.w()))
                                    .toArray(),
                            prompt.images().isEmpty() ? new int[0] : Goldens.ints(golden, "image_grid_thw"));
                    positions += Distance.differing(
                            Arrays.stream(prompt.positionIds())
                                    .flatMapToInt(Arrays::stream)
                                    .toArray(),
                            Goldens.ints(golden, "position_ids"));
                    int delta = prompt.nextPosition() - prompt.inputIds().length;
                    deltas += delta == Goldens.ints(golden, "rope_delta")[0] ? 0 : 1;
                }
            }
        }
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(checkpoint, "token ids of templated conversations", 0, ids));
        checks.add(new Check(checkpoint, "image grids", 0, grids));
        checks.add(new Check(checkpoint, "position ids, three axes", 0, positions));
        checks.add(new Check(checkpoint, "rope delta", 0, deltas));
        return checks;
    }
}
