package org.geor1.benchmarks.memory;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** One case in a separate process started by {@link MemoryBenchmark}: prints the memory it used, in bytes. */
final class MemoryProbe {

    private static final int WARM_UP_TOKENS = 2;

    private MemoryProbe() {}

    /** Arguments: the case, and a directory that holds its checkpoint. */
    public static void main(String[] args) throws IOException {
        MemoryCase which = MemoryCase.valueOf(args[0]);
        Path checkpoint = Path.of(args[1]);
        TorchTrainingSessions sessions = new TorchTrainingSessions(Device.cpu());
        long peak;
        Qwen25VlConfig config = ConfigReader.read(checkpoint);
        try (TrainingSession session = sessions.grpo(checkpoint, which.training())) {
            List<ScoredGroup> groups =
                    groups(which, which.completionTokens(), config.text().vocabSize());
            session.grpoStep(groups(which, WARM_UP_TOKENS, config.text().vocabSize()));
            collectGarbage();
            // 5 resets the high-water mark.
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
            session.grpoStep(groups);
            peak = resident("VmHWM:");
        }
        // When all tensors are freed, only the process itself, its libraries and their scratch memory remain.
        collectGarbage();
        System.out.println("measured " + (peak - resident("VmRSS:")));
        EncodedPrompt prompt = encode(checkpoint, config, which);
        long imageTokens = IntStream.of(prompt.inputIds())
                .filter(id -> id == config.tokens().image())
                .count();
        System.out.println("prompt " + prompt.inputIds().length + " " + imageTokens);
    }

    /** Mapped checkpoint files and direct buffers are freed some time after the collection that finds them unused. */
    private static void collectGarbage() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static EncodedPrompt encode(Path checkpoint, Qwen25VlConfig config, MemoryCase which) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint)) {
            return PromptEncoder.load(checkpoint, config, tokenizer).encode(prompt(which, 0));
        }
    }

    private static List<ScoredGroup> groups(MemoryCase which, int tokens, int vocabulary) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, which.prompts())
                .mapToObj(p -> {
                    List<ScoredCompletion> completions = new ArrayList<>();
                    for (int g = 0; g < which.groupSize(); g++) {
                        int[] ids = random.ints(tokens, 0, Math.min(vocabulary, 700))
                                .toArray();
                        completions.add(new ScoredCompletion(ids, new float[tokens], g % 2, false));
                    }
                    return new ScoredGroup("g" + p, prompt(which, p), completions);
                })
                .toList();
    }

    /** An image, then words up to the requested length. */
    private static ChatPrompt prompt(MemoryCase which, int number) {
        BufferedImage image = new BufferedImage(168, 168, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 1 + number);
        String words = "lake ".repeat(Math.max(1, which.promptTokens() - 60));
        return new ChatPrompt(null, List.of(new ChatPrompt.Image(image), new ChatPrompt.Text(words)));
    }

    private static long resident(String field) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String line = lines.filter(l -> l.startsWith(field)).findFirst().orElseThrow();
            return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
        }
    }
}
