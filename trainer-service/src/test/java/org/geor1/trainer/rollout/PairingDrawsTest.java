package org.geor1.trainer.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.LongStream;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.SourceTasks;
import org.geor1.miniearth.source.MiniEarthTasks;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.trainer.source.RunTasks;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: the questions that a seed draws on Mini-Earth, their images and their truths never change, and neither do the
 * words of style nano. The figures in the documents are of these draws.
 */
class PairingDrawsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SourceTasks MINI_EARTH = MiniEarthTasks.standard();
    private static final RunTasks TASKS = new RunTasks(MINI_EARTH, PromptStyles.named("nano"));

    /** The first hundred questions, and those around the end of a block. */
    @ParameterizedTest
    @CsvFileSource(resources = "/nano/pairing-draws.tsv", delimiter = '\t')
    void aSeedDrawsTheSameQuestions(String use, long seed, int candidates, Confusers confusers, String hash) {
        RunQuestions questions = questions(use, seed, candidates, confusers);
        StringBuilder text = new StringBuilder();
        LongStream.concat(LongStream.range(0, 100), LongStream.range(3997, 4003))
                .forEach(index -> {
                    RunQuestions.Asked asked = questions.get(index);
                    text.append(JSON.writeValueAsString(asked.prompt()))
                            .append(JSON.writeValueAsString(asked.truth()))
                            .append('\n');
                });
        assertThat(sha256(text.toString())).isEqualTo(hash);
    }

    private static RunQuestions questions(String use, long seed, int candidates, Confusers confusers) {
        Map<String, Object> settings = Map.of("candidates", candidates, "confusers", confusers);
        if (use.equals("train")) {
            return RunQuestions.training(TASKS, seed, RunSpecReader.grpo(settings));
        }
        Map<String, Object> eval =
                Map.of("candidates", candidates, "confusers", confusers, "blank_images", use.equals("blank"));
        return RunQuestions.evaluation(MINI_EARTH, TASKS.style(), seed, RunSpecReader.eval(eval));
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
