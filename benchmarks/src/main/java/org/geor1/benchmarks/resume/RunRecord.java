package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.home.Home;

/**
 * The results of a finished run.
 *
 * @param policy hash of the final weights
 * @param state hash of the final training state: weights, optimizer moments, reference, count of updates
 * @param versions hash of each published policy by version
 * @param rollouts digest of every token, log-probability and reward, in order, and of the outcome of their groups
 * @param faults what did not happen exactly once
 */
record RunRecord(String policy, String state, Map<Long, String> versions, String rollouts, List<String> faults) {

    /** Reads the database of a running platform, and the files that it names. */
    static RunRecord read(Home home, String run, ShortRun kind) throws IOException, SQLException {
        try (Connection database = DatabaseAccess.read(home).connect()) {
            RunRows query = new RunRows(database, run);
            String policy = query.texts(
                            "SELECT policy_artifact FROM checkpoint WHERE run_id = ? AND step = " + ShortRun.STEPS)
                    .get(0);
            String state = query.texts(
                            "SELECT state_artifact FROM checkpoint WHERE run_id = ? AND step = " + ShortRun.STEPS)
                    .get(0);
            ArtifactStore artifacts = new ArtifactStore(home.artifacts());
            // Opening compares every file with its hash.
            artifacts.open(policy);
            artifacts.open(state);
            Map<Long, String> versions = new TreeMap<>();
            for (String line : query.texts("SELECT version || ' ' || artifact FROM policy_version WHERE run_id = ?")) {
                versions.put(Long.valueOf(line.split(" ", -1)[0]), line.split(" ", -1)[1]);
            }
            String rollouts = String.valueOf(query.texts("""
                            SELECT md5(coalesce(string_agg(g.state || g.policy_version || r.token_ids::text || r.log_probs::text || r.reward, ' '
                                ORDER BY g.step, g.idx, r.idx), ''))
                            FROM rollout r JOIN rollout_group g ON g.id = r.group_id WHERE g.run_id = ?""").get(0));
            return new RunRecord(policy, state, versions, rollouts, query.faults(kind, onDisk(home)));
        }
    }

    /** The differences from {@code other}. */
    List<String> differences(RunRecord other) {
        List<String> differences = new ArrayList<>(faults);
        if (!policy.equals(other.policy)) {
            differences.add("final policy " + policy + " instead of " + other.policy);
        }
        if (!state.equals(other.state)) {
            differences.add("final state " + state + " instead of " + other.state);
        }
        if (!rollouts.equals(other.rollouts)) {
            differences.add("other completions, log-probabilities or rewards");
        }
        if (!versions.keySet().equals(other.versions.keySet())) {
            differences.add("policy versions " + versions.keySet());
        }
        versions.keySet().stream()
                .filter(version -> !versions.getOrDefault(version, "").equals(other.versions.get(version)))
                .findFirst()
                .ifPresent(version -> differences.add("first at policy version " + version));
        return differences;
    }

    /** Names of artifacts and of other files. */
    private static List<String> onDisk(Home home) throws IOException {
        List<String> names = new ArrayList<>(names(home.artifacts()));
        if (names.remove("tmp")) {
            names.addAll(names(home.artifacts().resolve("tmp")));
        }
        return names;
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
