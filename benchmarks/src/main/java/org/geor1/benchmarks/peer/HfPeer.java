package org.geor1.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.ChatPrompt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Hugging Face {@code generate} in a separate process, which serves one request after another. */
final class HfPeer implements AutoCloseable {

    /** The cost of a request. */
    record Answer(long tokens, double seconds) {
        double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    private final PeerProcess process;

    private HfPeer(PeerProcess process) {
        this.process = process;
    }

    /**
     * Starts the peer on a checkpoint.
     *
     * @param work directory into which the prompts are written
     */
    static HfPeer start(Path checkpoint, List<ChatPrompt> prompts, Path work, int threads) throws IOException {
        PeerPrompts.write(prompts, work);
        return new HfPeer(PeerProcess.python(
                "hf_generate.py", work, Map.of(), checkpoint.toString(), work.toString(), "" + threads));
    }

    /** Draws {@code n} completions of each of the first {@code prompts} prompts at temperature 1. */
    Answer generate(int prompts, int n, int maxTokens, long seed) throws IOException {
        JsonNode answer = process.ask(JsonMapper.shared()
                .createObjectNode()
                .put("prompts", prompts)
                .put("n", n)
                .put("max_new_tokens", maxTokens)
                .put("seed", seed));
        return new Answer(answer.path("tokens").asLong(), answer.path("seconds").asDouble());
    }

    @Override
    public void close() {
        process.close();
    }
}
