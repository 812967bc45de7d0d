package org.geor1.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.PostgresServer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Serves the dashboard on port 8080 with made-up runs, one of them live, for developing its pages. */
public final class PreviewServer {
    private PreviewServer() {}

    public static void main(String[] args) throws InterruptedException {
        TestPlatform.register((name, value) -> System.setProperty(name, String.valueOf(value.get())));
        JdbcConnectionDetails database = PostgresServer.database();
        System.setProperty("spring.datasource.url", database.getJdbcUrl());
        System.setProperty("spring.datasource.username", database.getUsername());
        ConfigurableApplicationContext context = SpringApplication.run(GatewayApplication.class, args);
        RunStore runs = context.getBean(RunStore.class);
        RunFixture fixture = context.getBean(RunFixture.class);

        create(runs, "scaffolding", "{\"type\":\"sft\",\"sft\":{\"max_steps\":200}}");
        OwnedRun sft = fixture.adopt();
        for (int step = 1; step < 200; step++) {
            fixture.step(
                    sft, step, Map.of("loss", 2.9 * Math.exp(-step / 40.0) + 0.21, "grad_norm", 1.2, "step_time", 0.4));
        }
        fixture.checkpointStep(sft, 200, Map.of("loss", 0.21, "grad_norm", 0.8, "step_time", 0.4));
        fixture.finish(sft, RunState.SUCCEEDED, null, null);

        create(runs, "held-out pairing", "{\"type\":\"eval\"}");
        OwnedRun eval = fixture.adopt();
        fixture.rolloutStep(eval, 1, Map.of("rewards/accuracy/mean", 0.86), 3, 1);
        fixture.finish(eval, RunState.SUCCEEDED, null, """
                {"accuracy":0.864,"accuracy_method":"strict","low":0.831,"high":0.892,"n":500,"format":0.992,"mean_length":71.4,\
                "blank_images":false,"by_shared_cues":{"1":{"accuracy":0.91,"low":0.86,"high":0.95,"n":160},\
                "2":{"accuracy":0.86,"low":0.81,"high":0.9,"n":220},"3":{"accuracy":0.81,"low":0.73,"high":0.87,"n":120}}}
                """);

        create(runs, "too hot", "{\"type\":\"grpo\",\"grpo\":{\"temperature\":4}}");
        OwnedRun failed = fixture.adopt();
        fixture.step(failed, 1, Map.of("reward", 0.1));
        fixture.finish(failed, RunState.FAILED, "every group of step 2 was dropped: completions never ended", null);

        create(runs, "elevating", "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":300,\"beta\":0.04}}");
        OwnedRun grpo = fixture.adopt();
        Random random = new Random(7);
        for (int step = 1; step <= 168; step++) {
            fixture.step(grpo, step, metrics(step, random));
        }
        create(runs, "next in line", "{\"type\":\"grpo\"}");
        for (int step = 169; step <= 300; step++) {
            fixture.rolloutStep(grpo, step, metrics(step, random), 2, 8);
            Thread.sleep(2500);
        }
    }

    private static void create(RunStore runs, String name, String method) {
        runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                {"experiment":"cross-view","name":"%s","model":"nano-base","seed":7,"method":%s}""".formatted(name, method))));
    }

    private static Map<String, Double> metrics(int step, Random random) {
        double learned = 1 / (1 + Math.exp(-(step - 70) / 18.0));
        double accuracy = Math.min(1, Math.max(0, 0.2 + 0.64 * learned + 0.05 * random.nextGaussian()));
        double length = 62 + 30 * learned - 18 / (1 + Math.exp(-(step - 130) / 12.0)) + 2 * random.nextGaussian();
        Map<String, Double> metrics = new HashMap<>();
        metrics.put("rewards/accuracy/mean", accuracy);
        metrics.put("rewards/format/mean", Math.min(1, 0.9 + 0.09 * learned + 0.01 * random.nextGaussian()));
        metrics.put("rewards/length/mean", 0.3 + 0.2 * learned + 0.02 * random.nextGaussian());
        metrics.put("reward", accuracy + 0.48 + 0.02 * random.nextGaussian());
        metrics.put("reward_std", 0.5 - 0.3 * learned);
        metrics.put("completions/mean_length", length);
        metrics.put("completions/max_length", length * 1.6);
        metrics.put("completions/min_length", length * 0.6);
        metrics.put("completions/clipped_ratio", Math.max(0, 0.04 - 0.04 * learned + 0.01 * random.nextGaussian()));
        metrics.put("loss", 0.02 * random.nextGaussian());
        metrics.put("entropy", 0.9 - 0.55 * learned + 0.03 * random.nextGaussian());
        metrics.put("kl", 0.03 * learned * step / 100 + 0.002 * Math.abs(random.nextGaussian()));
        metrics.put("frac_reward_zero_std", Math.max(0, 0.12 + 0.4 * learned + 0.06 * random.nextGaussian()));
        metrics.put("grad_norm", 0.6 + 0.2 * Math.abs(random.nextGaussian()));
        metrics.put("learning_rate", 1e-5);
        metrics.put("time/rollout", 1.4 + 0.1 * random.nextGaussian());
        metrics.put("time/reward", 0.05 + 0.01 * random.nextDouble());
        metrics.put("time/forward", 0.3 + 0.02 * random.nextGaussian());
        metrics.put("time/backward", 0.6 + 0.03 * random.nextGaussian());
        metrics.put("step_time", 2.4 + 0.1 * random.nextGaussian());
        return metrics;
    }
}
