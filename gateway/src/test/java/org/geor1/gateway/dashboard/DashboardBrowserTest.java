package org.geor1.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/**
 * The dashboard in a real browser on a real gateway: no page logs to the console, nothing is wider than a small phone,
 * and no page executes the names, completions or errors it shows.
 */
@Tag("browser")
class DashboardBrowserTest extends GatewayServerTest {

    /** Each tab, with a text that appears once it has loaded. */
    private static final Map<String, String> TABS = Map.of(
            "overview", "Latest rollouts",
            "rollouts", "of 8 right",
            "checkpoints", "@step-61",
            "events", "Step 62 is done",
            "config", "max_steps");
    /** A direction override, a terminal escape sequence, markup, and a right-to-left word. */
    private static final String HOSTILE =
            "evil\\u202egnp.exe \\u001b[31m<img src=x onerror=alert(1)> \\u05e9\\u05dc\\u05d5\\u05dd";

    private static final String LONG =
            "a-name-without-any-place-to-break-it-that-is-longer-than-a-phone-is-wide-".repeat(2);

    private static Browser browser;

    @Autowired
    RunFixture fixture;

    @Autowired
    EventStore events;

    @BeforeEach
    void openBrowser() {
        if (browser == null) {
            browser = new Browser("http://localhost:" + port);
        }
        browser.width(1280);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    @Test
    void everyPageIsSilentAndNarrowEnough() throws IOException {
        String grpo = everyKindOfRun();
        for (int width : new int[] {1280, 400}) {
            browser.width(width);
            visit("/#/runs", "elevating", width);
            for (Map.Entry<String, String> tab : TABS.entrySet()) {
                visit("/#/runs/" + grpo + "?tab=" + tab.getKey(), tab.getValue(), width);
            }
            visit("/#/runs?state=failed", "too hot", width);
            visit("/#/runs?state=cancelled", "No run is cancelled", width);
            visit("/#/locate", "Where was this taken?", width);
            visit("/#/nowhere", "There is no such page", width);
            visit("/#/%E0%A4%A", "There is no such page", width);
        }
        runs.list(null, null, 100, null).data().forEach(run -> {
            browser.open("/#/runs/" + run.id());
            browser.find(".tabs");
            browser.settle();
            browser.assertQuiet(run.id());
            assertThat(browser.overflowing()).as(run.id()).isEmpty();
        });
    }

    private void visit(String page, String says, int width) throws IOException {
        browser.open(page);
        browser.awaitText(says);
        browser.settle();
        browser.assertQuiet(page);
        browser.picture(
                page.replaceAll("/run_\\w+", "").replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "") + "-" + width);
        assertThat(browser.overflowing()).as("%s at %d pixels", page, width).isEmpty();
    }

    @Test
    void everyChartSwitchesToATableAndBack() {
        String grpo = everyKindOfRun();
        browser.open("/#/runs/" + grpo);
        browser.click(".more summary");
        browser.settle();
        int charts = browser.all(".chart").size();
        assertThat(charts).isGreaterThan(12);
        for (int round = 0; round < 2; round++) {
            boolean tables = round == 0;
            for (WebElement button : browser.all(".chart header button")) {
                browser.click(button);
            }
            // The chart's size observer is notified of both changes.
            browser.width(tables ? 900 : 1280);
            browser.settle();
            browser.assertQuiet("a chart's table");
            assertThat(browser.all(".chart table.values")).hasSize(tables ? charts : 0);
            assertThat(browser.all(".chart .plot canvas")).hasSize(tables ? 0 : charts);
        }
    }

    @Test
    void anIncompleteCurveSaysWhy() {
        create("diverged", "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":300,\"beta\":0}}");
        OwnedRun owned = fixture.adopt();
        for (int step = 1; step <= 30; step++) {
            Map<String, Double> metrics = new HashMap<>(Map.of("reward", 0.1 * step));
            if (step <= 20) {
                metrics.put("loss", 1.0 / step);
            }
            if (step % 10 == 0) {
                metrics.put("eval_loss", 2.0 / step);
            }
            fixture.step(owned, step, metrics);
        }
        browser.open("/#/runs/" + owned.run().id());
        browser.awaitText("training has no value after step 20: a step where it was not a finite number has none");
        browser.awaitText("held out has a value in 3 of 30 steps: it is measured every eval_steps steps");
        browser.awaitText("KL to the reference is not measured, because beta is 0.");
        browser.assertQuiet("a curve that stops");
    }

    @Test
    void sharesAreDrawnFromZeroToTheirMaximum() {
        String range = "import('/app/chart.js').then((m) => done(m.range(true)(null, %s, %s)))";
        browser.open("/#/runs");
        assertThat(numbers(range.formatted("0", "0"))).containsExactly(0.0, 1.0);
        assertThat(numbers(range.formatted("0.02", "0.04"))).satisfies(axis -> {
            assertThat(axis.get(0)).isZero();
            assertThat(axis.get(1)).isBetween(0.04, 0.06);
        });
        assertThat(numbers(range.formatted("0.9", "1"))).containsExactly(0.0, 1.0);
        assertThat(numbers(range.formatted("0", "0").replace("true", "false"))).containsExactly(0.0, 1.0);
    }

    private static List<Double> numbers(String script) {
        return ((List<?>) browser.promise(script))
                .stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    @Test
    void anEmptyFilterResultIsNotAnEmptyPlatform() {
        create("only", "{\"type\":\"grpo\"}");
        browser.open("/#/runs?state=failed");
        browser.awaitText("No run is failed");
        assertThat(browser.text()).doesNotContain("No runs yet");
        browser.click(".empty button");
        browser.awaitText("only");
        assertThat(browser.script("return location.hash")).isEqualTo("#/runs");
        emptyTables();
        browser.open("/#/runs");
        browser.awaitText("No runs yet");
    }

    @Test
    void noPageExecutesTheTextItShows() throws IOException {
        create(HOSTILE, "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":10}}");
        OwnedRun owned = fixture.adopt();
        String shown = JsonMapper.shared().readTree("\"" + HOSTILE + "\"").stringValue();
        fixture.rolloutStep(owned, 1, Map.of("reward", 0.5), 1, 4);
        sql.sql("UPDATE rollout SET completion = ?").param(shown).update();
        events.append(
                owned.run().id(),
                List.of(new NewEvent(EventType.ALERT, 1L, Map.of("rule", "x", "level", "warning", "message", shown))));
        fixture.finish(owned, RunState.FAILED, "cause: " + shown, null);
        String id = owned.run().id();
        for (String page : List.of(
                "/#/runs",
                "/#/runs/" + id,
                "/#/runs/" + id + "?tab=rollouts",
                "/#/runs/" + id + "?tab=events",
                "/#/runs/" + id + "?tab=config")) {
            browser.open(page);
            browser.awaitText("evil⟨U+202E⟩gnp.exe ⟨U+001B⟩[31m<img src=x onerror=alert(1)>");
            browser.settle();
            browser.assertQuiet(page);
            assertThat(browser.script(
                            "return /[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]/"
                                    + ".test(document.body.textContent)"))
                    .as(page)
                    .isEqualTo(false);
        }
        browser.open("/#/runs");
        browser.find("td bdi");
        browser.picture("hostile-name");
        // The text around a name keeps its order.
        assertThat((Boolean) browser.script("""
                        const name = document.querySelector('td bdi').getBoundingClientRect();
                        return getComputedStyle(document.querySelector('td bdi')).unicodeBidi.startsWith('isolate');""")).isTrue();
    }

    @Test
    void eventsAreShownAsSentences() {
        create("told", "{\"type\":\"grpo\"}");
        OwnedRun owned = fixture.adopt();
        fixture.rolloutStep(owned, 1, Map.of("reward", 0.5, "rewards/accuracy/mean", 0.25), 1, 4);
        fixture.checkpointStep(owned, 2, Map.of("reward", 0.5));
        events.append(
                owned.run().id(),
                List.of(new NewEvent(
                        EventType.LOG, 2L, Map.of("level", "info", "message", "resumed from a checkpoint"))));
        browser.open("/#/runs/" + owned.run().id() + "?tab=events");
        browser.awaitText("The run waits for a trainer.");
        assertThat(browser.text())
                .contains(
                        "A trainer works on the run.",
                        "Step 1 is done: reward 0.5, accuracy 0.25.",
                        "The checkpoint of step 2 was taken.",
                        "Step 2: resumed from a checkpoint")
                .doesNotContain("{\"");
        browser.click(".events summary");
        assertThat(browser.find(".events details[open] pre").getText()).contains("\"type\"");
        browser.assertQuiet("events");
    }

    @Test
    void anAnswerSaysThatThePlanetIsMadeUp() {
        browser.open("/#/locate");
        browser.click(".sample");
        browser.awaitText("on mini-earth, a made-up planet: no answer is a place on Earth");
        assertThat(browser.text())
                .contains("how far off answers are has not been measured")
                .doesNotContainIgnoringCase("confidence");
        browser.assertQuiet("an answer");
    }

    @Test
    void aWaitingRunNamesTheRunAhead() {
        create("first", "{\"type\":\"grpo\"}");
        OwnedRun first = fixture.adopt();
        String waiting = create("second", "{\"type\":\"grpo\"}");
        String sentence = "Waits for " + first.run().id() + ", which runs now.";
        browser.open("/#/runs");
        browser.awaitText(sentence);
        browser.open("/#/runs/" + waiting);
        browser.awaitText(sentence);
    }

    /** @return the id of the GRPO run, which has every kind of content */
    private String everyKindOfRun() {
        create("scaffolding", "{\"type\":\"sft\",\"sft\":{\"max_steps\":40}}");
        OwnedRun sft = fixture.adopt();
        for (int step = 1; step < 40; step++) {
            fixture.step(sft, step, Map.of("loss", 2.9 * Math.exp(-step / 40.0), "grad_norm", 1.2, "step_time", 0.4));
        }
        fixture.checkpointStep(sft, 40, Map.of("loss", 0.21, "grad_norm", 0.8, "step_time", 0.4));
        fixture.finish(sft, RunState.SUCCEEDED, null, null);
        create("held-out pairing", "{\"type\":\"eval\"}");
        OwnedRun eval = fixture.adopt();
        fixture.rolloutStep(eval, 1, Map.of("rewards/accuracy/mean", 0.86), 2, 1);
        fixture.finish(eval, RunState.SUCCEEDED, null, """
                {"accuracy":0.864,"low":0.831,"high":0.892,"n":500,"format":0.992,"mean_length":71.4,"blank_images":false,\
                "by_shared_cues":{"1":{"accuracy":0.91,"low":0.86,"high":0.95,"n":160}}}""");
        create("too hot", "{\"type\":\"grpo\",\"grpo\":{\"temperature\":4}}");
        OwnedRun failed = fixture.adopt();
        fixture.finish(failed, RunState.FAILED, LONG, null);
        create("elevating " + LONG, "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":300,\"beta\":0.04}}");
        OwnedRun grpo = fixture.adopt();
        for (int step = 1; step <= 60; step++) {
            fixture.step(grpo, step, metrics(step));
        }
        fixture.checkpointStep(grpo, 61, metrics(61));
        fixture.rolloutStep(grpo, 62, metrics(62), 2, 8);
        events.append(
                grpo.run().id(),
                List.of(new NewEvent(
                        EventType.ALERT,
                        62L,
                        Map.of("rule", "clipped", "level", "warning", "message", "many completions were cut off"))));
        create("next in line", "{\"type\":\"grpo\"}");
        return grpo.run().id();
    }

    private static Map<String, Double> metrics(int step) {
        Map<String, Double> metrics = new HashMap<>();
        for (String share : List.of(
                "rewards/accuracy/mean", "rewards/format/mean", "completions/clipped_ratio", "frac_reward_zero_std")) {
            metrics.put(share, share.contains("clipped") ? 0.0 : Math.min(1, 0.01 * step));
        }
        for (String other : List.of(
                "reward",
                "reward_std",
                "completions/mean_length",
                "completions/max_length",
                "completions/min_length",
                "loss",
                "entropy",
                "kl",
                "grad_norm",
                "learning_rate",
                "time/rollout_wait",
                "time/forward",
                "time/backward",
                "step_time",
                "tokens_per_second",
                "num_tokens",
                "sampling/sampling_logp_difference/mean",
                "clip_ratio/low_mean")) {
            metrics.put(other, 0.5 + Math.sin(step / 9.0) / 3);
        }
        return metrics;
    }

    private String create(String name, String method) {
        return runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                        {"experiment":"cross-view","name":"%s","model":"nano-base","seed":7,"method":%s}""".formatted(name, method))))
                .id();
    }
}
