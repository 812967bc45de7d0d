package org.geor1.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.client.RunView;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Contract: figures are separated from the text before them, and a waiting run says what it waits for. */
class ProgressTextTest {

    private static final RunView RUNNING = run("""
            {"state":"running","current_step":4,"max_steps":100,"waiting":null,
             "latest":{"reward":0.031,"rewards/accuracy/mean":0.25,"kl":1}}""");
    private static final RunView QUEUED = run("""
            {"state":"queued","current_step":0,"max_steps":100,"latest":{},
             "waiting":{"position":1,"behind":"run_a","message":"Waits for run_a, which runs now."}}""");

    @Test
    void aLineShowsEachFigureOnce() {
        assertThat(ProgressText.line(RUNNING, "grpo", 8))
                .isEqualTo("grpo  step 4/100  reward 0.031  accuracy 0.250  ~192 s left  (running, 8 s)");
        assertThat(ProgressText.line(QUEUED, "grpo", 12))
                .isEqualTo("grpo  step 0/100  (queued, 12 s)  Waits for run_a, which runs now.");
    }

    @Test
    void theBarSeparatesFiguresFromItsSpeed() {
        List<String> drawn = Collections.synchronizedList(new ArrayList<>());
        try (ProgressBar bar = RunFollower.bar("grpo", 100)
                .setConsumer(new DelegatingProgressBarConsumer(drawn::add, 160))
                .build()) {
            bar.stepTo(4);
            bar.setExtraMessage(ProgressText.behindBar(RUNNING));
            bar.refresh();
        }
        assertThat(drawn).last().asString().containsPattern("/s {2}reward 0\\.031 {2}accuracy 0\\.250");
    }

    @Test
    void theBarOfAWaitingRunSaysWhatItWaitsFor() {
        assertThat(ProgressText.behindBar(QUEUED)).isEqualTo("  queued: Waits for run_a, which runs now.");
        assertThat(ProgressText.behindBar(run("{\"state\":\"running\"}"))).isEmpty();
    }

    private static RunView run(String json) {
        return new RunView(JsonMapper.shared().readTree(json));
    }
}
