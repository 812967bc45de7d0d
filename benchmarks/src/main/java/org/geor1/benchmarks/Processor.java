package org.geor1.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processor, on which a benchmark's figures depend.
 *
 * @param model the processor's model name
 * @param instructionSets those used for matrix products, narrowest first
 * @param settings environment variables that limit the libraries
 */
record Processor(String model, List<String> instructionSets, Map<String, String> settings) {

    private static final List<String> SETS =
            List.of("sse4_1", "avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile");

    private static final List<String> SETTINGS =
            List.of("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS", "OMP_NUM_THREADS");

    static Processor ofThisMachine() {
        try {
            return of(Files.readAllLines(Path.of("/proc/cpuinfo")), System.getenv());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param lines of {@code /proc/cpuinfo} */
    static Processor of(List<String> lines, Map<String, String> environment) {
        Set<String> flags = new HashSet<>(Arrays.asList(value(lines, "flags").split(" ")));
        return new Processor(
                value(lines, "model name"),
                SETS.stream().filter(flags::contains).toList(),
                environment.entrySet().stream()
                        .filter(entry -> SETTINGS.contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    String line() {
        String bounds = SETTINGS.stream()
                .filter(settings::containsKey)
                .map(name -> ", " + name + "=" + settings.get(name))
                .collect(Collectors.joining());
        return Runtime.getRuntime().availableProcessors() + " × " + model + " (" + String.join(" ", instructionSets)
                + ")" + bounds + ", Java " + Runtime.version();
    }
}
