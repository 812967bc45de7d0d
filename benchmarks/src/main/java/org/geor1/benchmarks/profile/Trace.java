package org.geor1.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A profiler's trace in Chrome's format: the time of each operation, without those it called. */
record Trace(List<Trace.Cost> costs) {

    /** @param micros total time of all calls, excluding nested ones */
    record Cost(String operation, double micros, int calls) {}

    private record Event(String name, String thread, double start, double duration) {

        double end() {
            return start + duration;
        }
    }

    static Trace read(Path file) throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
        List<Event> events = new ArrayList<>();
        for (JsonNode node : root.isArray() ? root : root.path("traceEvents")) {
            if (node.path("ph").asString("").equals("X")) {
                events.add(new Event(
                        node.path("name").asString(),
                        node.path("tid").asString(),
                        node.path("ts").asDouble(),
                        node.path("dur").asDouble()));
            }
        }
        events.sort(Comparator.comparing(Event::thread)
                .thenComparingDouble(Event::start)
                .thenComparingDouble(event -> -event.duration()));
        return new Trace(costs(events));
    }

    private static List<Cost> costs(List<Event> events) {
        Map<String, Double> micros = new HashMap<>();
        Map<String, Integer> calls = new HashMap<>();
        Deque<Event> open = new ArrayDeque<>();
        for (Event event : events) {
            while (!open.isEmpty()
                    && (!open.peek().thread().equals(event.thread())
                            || open.peek().end() <= event.start())) {
                open.pop();
            }
            if (!open.isEmpty()) {
                micros.merge(open.peek().name(), -event.duration(), Double::sum);
            }
            micros.merge(event.name(), event.duration(), Double::sum);
            calls.merge(event.name(), 1, Integer::sum);
            open.push(event);
        }
        return micros.entrySet().stream()
                .map(entry ->
                        new Cost(entry.getKey(), entry.getValue(), Objects.requireNonNull(calls.get(entry.getKey()))))
                .sorted(Comparator.comparingDouble(cost -> -cost.micros()))
                .toList();
    }
}
