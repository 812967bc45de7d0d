package org.geor1.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoOutcome;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SftExample;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** An engine that guesses and a trainer that counts, to exercise the pipeline without tensors. */
@Configuration(proxyBeanMethods = false)
public class StubEngine {

    @Bean
    @Primary
    RolloutEngine guessingEngine() {
        return new Guessing();
    }

    @Bean
    @Primary
    TrainingSessions countingSessions() {
        return new Counting();
    }

    private static final class Guessing implements RolloutEngine {
        private long version;

        @Override
        public List<? extends Ticket> submit(List<GenerationRequest> requests) {
            List<Guess> all = new ArrayList<>();
            for (GenerationRequest request : requests) {
                Random random = new Random(request.sampling().seed());
                List<Completion> drawn = new ArrayList<>();
                for (int i = 0; i < request.n(); i++) {
                    String text = "<think>i guess " + random.nextInt(1000) + "</think><answer>"
                            + (char) ('A' + random.nextInt(5)) + "</answer>";
                    drawn.add(new Completion(
                            new int[] {5, 6, 7}, new float[] {-1, -1, -1}, text, Completion.FinishReason.STOP));
                }
                all.add(new Guess(drawn, version));
            }
            return all;
        }

        @Override
        public void swap(Path directory, long policyVersion) {
            version = policyVersion;
        }

        @Override
        public long policyVersion() {
            return version;
        }

        @Override
        public void close() {}
    }

    private record Guess(List<Completion> await, long policyVersion) implements RolloutEngine.Ticket {

        @Override
        public void whenEnded(Runnable action) {
            action.run();
        }

        @Override
        public void cancel() {}
    }

    private static final class Counting implements TrainingSessions {
        @Override
        public TrainingSession grpo(Path checkpoint, GrpoConfig config) {
            return new Session(0);
        }

        @Override
        public TrainingSession sft(Path checkpoint, SftConfig config) {
            return new Session(0);
        }

        @Override
        public TrainingSession resume(Path state, GrpoConfig config) {
            return resume(state);
        }

        @Override
        public TrainingSession resume(Path state, SftConfig config) {
            return resume(state);
        }

        @Override
        public TrainingSession resume(Path state) {
            try {
                return new Session(Long.parseLong(Files.readString(state.resolve("step"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Session implements TrainingSession {
        private long step;

        Session(long step) {
            this.step = step;
        }

        @Override
        public GrpoOutcome grpoStep(List<ScoredGroup> groups) {
            step++;
            return new GrpoOutcome(Map.of("loss", 1.0 / step), advantages(groups));
        }

        private static List<double[]> advantages(List<ScoredGroup> groups) {
            return groups.stream()
                    .map(group -> new double[group.completions().size()])
                    .toList();
        }

        @Override
        public Map<String, Double> sftStep(List<SftExample> examples) {
            step++;
            return Map.of("loss", 1.0 / step);
        }

        @Override
        public double sftLoss(List<SftExample> examples) {
            return 1.0 / step;
        }

        @Override
        public org.geor1.rl.sft.SharedSftOutcome sharedSftStep(List<SharedSftExample> examples) {
            throw new UnsupportedOperationException("runs do not train on shared prompts");
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public void savePolicy(Path directory) {
            save(directory);
        }

        @Override
        public void save(Path directory) {
            try {
                Files.createDirectories(directory);
                Files.writeString(directory.resolve("step"), Long.toString(step));
                Files.writeString(directory.resolve("config.json"), "{}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {}
    }
}
