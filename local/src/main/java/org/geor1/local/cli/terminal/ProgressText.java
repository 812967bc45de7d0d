package org.geor1.local.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geor1.local.client.RunView;
import tools.jackson.databind.JsonNode;

/** The progress of a run, in words. */
public final class ProgressText {

    private static final String SEPARATOR = "  ";
    private static final Map<String, String> WATCHED = watched();

    private ProgressText() {}

    private static Map<String, String> watched() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("reward", "reward");
        names.put("rewards/accuracy/mean", "accuracy");
        names.put("loss", "loss");
        return names;
    }

    /** A complete line, such as {@code grpo  step 3/100  reward 0.410  ~95 s left  (running, 3 s)}. */
    public static String line(RunView run, String label, double seconds) {
        List<String> parts = new ArrayList<>(List.of(label, "step " + run.step() + "/" + run.maxSteps()));
        parts.addAll(latest(run));
        long taken = run.step() - run.startStep();
        if (taken > 0) {
            parts.add(String.format(Locale.ROOT, "~%.0f s left", seconds / taken * (run.maxSteps() - run.step())));
        }
        parts.add(String.format(Locale.ROOT, "(%s, %.0f s)", run.state(), seconds));
        if (!run.waiting().isEmpty()) {
            parts.add(run.waiting());
        }
        return String.join(SEPARATOR, parts);
    }

    /** Text after a progress bar, which ends in a speed without a space. */
    public static String behindBar(RunView run) {
        List<String> parts = latest(run);
        if (!run.state().equals("running")) {
            parts.add(run.waiting().isEmpty() ? run.state() : run.state() + ": " + run.waiting());
        }
        return parts.isEmpty() ? "" : SEPARATOR + String.join(SEPARATOR, parts);
    }

    /** The newest value of the curves a reader watches, such as {@code reward 0.410}. */
    private static List<String> latest(RunView run) {
        List<String> values = new ArrayList<>();
        WATCHED.forEach((metric, name) -> {
            JsonNode value = run.json().path("latest").path(metric);
            if (value.isNumber()) {
                values.add(String.format(Locale.ROOT, "%s %.3f", name, value.asDouble()));
            }
        });
        return values;
    }
}
