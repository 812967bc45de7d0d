package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Contract: which scripts may call which. Training scripts call the model's forward pass; the model's scripts call only
 * each other, and each of their functions is used by the model itself.
 */
class ScriptEdgesTest {

    /** Modules with scripts, and the other modules whose scripts they may call. */
    private static final Map<String, Set<String>> ALLOWED = Map.of("vlm", Set.of(), "rl", Set.of("vlm"));

    private static final Pattern FUNCTION = Pattern.compile("^def (\\w+)\\(self", Pattern.MULTILINE);
    private static final Pattern CALL = Pattern.compile("self\\.(\\w+)\\(");
    private static final Pattern MEMBER = Pattern.compile("\\b([A-Z][a-z][A-Za-z]*)\\.\\w+");
    private static final Pattern TEXT = Pattern.compile("\"(\\w+)\"");

    /** Operations that only training may use: differentiation and weight updates. */
    private static final Pattern TRAINING =
            Pattern.compile("torch\\.grad\\(|requires_grad|adamw|_backward|backward_data|objective|gradient\\w*\\(");

    private static final List<Script> SCRIPTS = new ArrayList<>();

    private record Script(String module, String name, String source) {

        Set<String> functions() {
            return all(FUNCTION, source);
        }

        Set<String> calls() {
            return all(CALL, source);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        for (String module : ALLOWED.keySet()) {
            for (Path file : files(module, "src/main/resources", ".py")) {
                SCRIPTS.add(new Script(module, file.getFileName().toString(), Files.readString(file)));
            }
        }
        assertThat(SCRIPTS).extracting(Script::module).contains("vlm", "rl");
    }

    @Test
    void everyCallGoesToAnAllowedScript() {
        Map<String, Script> owners = owners();
        Map<String, Set<String>> edges = new TreeMap<>();
        for (Script script : SCRIPTS) {
            for (String call : script.calls()) {
                Script owner = owners.get(call);
                assertThat(owner)
                        .as("target of the call from %s to %s", script.name(), call)
                        .isNotNull();
                if (!owner.module().equals(script.module())) {
                    assertThat(ALLOWED.getOrDefault(script.module(), Set.of()))
                            .as("modules that %s may use; it calls %s", script.name(), call)
                            .contains(owner.module());
                }
                if (!owner.equals(script)) {
                    edges.computeIfAbsent(script.module() + "/" + script.name(), name -> new TreeSet<>())
                            .add(owner.module() + "/" + owner.name());
                }
            }
        }
        edges.forEach((script, targets) -> System.out.println(script + " --> " + targets));
    }

    @Test
    void everyFunctionIsUsedByItsOwnModule() throws IOException {
        for (String module : ALLOWED.keySet()) {
            Set<String> used = new TreeSet<>();
            for (Path file : files(module, "src/main/java", ".java")) {
                used.addAll(all(TEXT, Files.readString(file)));
            }
            List<Script> own = SCRIPTS.stream()
                    .filter(script -> script.module().equals(module))
                    .toList();
            own.forEach(script -> used.addAll(script.calls()));
            own.forEach(script -> assertThat(used)
                    .as("functions called by scripts and classes of %s, for %s", module, script.name())
                    .containsAll(script.functions()));
        }
    }

    @Test
    void theModelContainsNoTraining() {
        SCRIPTS.stream()
                .filter(script -> script.module().equals("vlm"))
                .forEach(script -> assertThat(
                                TRAINING.matcher(code(script.source())).results())
                        .as("training in %s", script.name())
                        .isEmpty());
    }

    @Test
    void commentsNameOnlyClassesThatExist() throws IOException {
        Set<String> existing = new TreeSet<>();
        for (String module : ALLOWED.keySet()) {
            for (Path file : files(module, "src/main/java", ".java")) {
                existing.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        for (Script script : SCRIPTS) {
            Set<String> named = new TreeSet<>();
            script.source()
                    .lines()
                    .filter(line -> line.contains("#"))
                    .forEach(line -> named.addAll(all(MEMBER, line.substring(line.indexOf('#')))));
            assertThat(existing).as("classes named in %s", script.name()).containsAll(named);
        }
    }

    private static Map<String, Script> owners() {
        Map<String, Script> owners = new TreeMap<>();
        for (Script script : SCRIPTS) {
            for (String function : script.functions()) {
                assertThat(owners.put(function, script))
                        .as("another script with a function %s", function)
                        .isNull();
            }
        }
        return owners;
    }

    /** Without comments. */
    private static String code(String source) {
        return source.replaceAll("#.*", "");
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(found::add);
        return found;
    }

    private static List<Path> files(String module, String folder, String suffix) throws IOException {
        try (Stream<Path> files =
                Files.walk(Installation.root().resolve("libs").resolve(module).resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
