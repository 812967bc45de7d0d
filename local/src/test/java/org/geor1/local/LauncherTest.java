package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract of the script {@code geor1}: it runs the build of its own checkout and reports unusable settings. Runs the
 * real script in a checkout of empty files, with scripts in place of Java and Maven that print how they were called.
 */
class LauncherTest {

    @TempDir
    Path directory;

    private Path checkout;
    private Path library;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = directory.resolve("a checkout & $co");
        library = write(directory.resolve("m2/library.jar"), "");
        write(checkout.resolve("geor1"), Files.readString(Installation.root().resolve("geor1")));
        write(checkout.resolve("local/target/geor1-local-1.jar"), "");
        write(checkout.resolve("libs/protocol/target/geor1-protocol-1.jar"), "");
        write(
                checkout.resolve("local/target/classpath"),
                "/home/before/geo r1/libs/protocol/target/geor1-protocol-1.jar:" + library);
        write(checkout.resolve("mvnw"), "#!/bin/sh\necho rebuilt\n");
        write(checkout.resolve("target/built"), "");
        java("17.0.15");
    }

    private void java(String version) throws IOException {
        Path java = write(directory.resolve("jdk/bin/java"), """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "%s"' >&2; exit; fi
            case $1 in
              -XX:ArchiveClassesAtExit=*)
                echo once >>"%s"
                [ -f "%s" ] || echo classes >"${1#*=}"
                exit 1 ;;
            esac
            echo "LC_ALL=$LC_ALL umask=$(umask)"
            for argument; do echo "$argument"; done
            """.formatted(
                        version, directory.resolve("archives"), directory.resolve("cannot")));
        Files.copy(java, java.resolveSibling("javac"), StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(java.resolveSibling("javac"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aMovedCheckoutRunsItsOwnJars() throws Exception {
        assertThat(run(Map.of(), "runs"))
                .doesNotContain("building", "/home/before")
                .contains(checkout + "/local/target/geor1-local-1.jar:" + checkout
                        + "/libs/protocol/target/geor1-protocol-1.jar:" + library + "\n")
                .contains("-Dorg.geor1.root=" + checkout + "\n")
                .contains("org.geor1.local.cli.Geor1\nruns\n");
    }

    @Test
    void theClassesOfCommandsAreArchivedOnceForEachBuild() throws Exception {
        String shared = "-XX:SharedArchiveFile=" + checkout + "/target/commands-17.jsa\n";
        assertThat(run(Map.of(), "runs")).contains(shared).endsWith("org.geor1.local.cli.Geor1\nruns\n");
        assertThat(run(Map.of(), "runs")).contains(shared);
        assertThat(directory.resolve("archives")).content().hasLineCount(1);
        Files.setLastModifiedTime(
                checkout.resolve("target/built"), FileTime.from(Instant.now().plusSeconds(10)));
        assertThat(run(Map.of(), "runs")).contains(shared);
        assertThat(directory.resolve("archives")).content().hasLineCount(2);
        write(checkout.resolve("benchmarks/target/geor1-benchmarks-1.jar"), "");
        write(checkout.resolve("benchmarks/target/classpath"), library.toString());
        assertThat(run(Map.of(), "bench", "data")).doesNotContain("SharedArchiveFile");
    }

    @Test
    void aJvmThatArchivesNothingIsAskedOnce() throws Exception {
        write(directory.resolve("cannot"), "");
        assertThat(run(Map.of(), "runs")).doesNotContain("SharedArchiveFile").endsWith("runs\n");
        assertThat(run(Map.of(), "runs")).doesNotContain("SharedArchiveFile");
        assertThat(directory.resolve("archives")).content().hasLineCount(1);
    }

    @Test
    void theVersionIsThatOfTheJdksFile() throws Exception {
        write(directory.resolve("jdk/release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
        assertThat(run(Map.of())).contains("--enable-native-access=ALL-UNNAMED", "commands-25.jsa");
    }

    @Test
    void aCheckoutIsRebuiltIfALibraryOrTheClassPathIsMissing() throws Exception {
        Files.delete(library);
        assertThat(run(Map.of())).contains("building", "rebuilt");
        write(library, "");
        assertThat(run(Map.of())).doesNotContain("building");
        Files.delete(checkout.resolve("local/target/classpath"));
        assertThat(run(Map.of())).contains("building", "rebuilt");
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, false", "21.0.1, false", "25, true"})
    void enablesNativeAccessOnJvmsThatWarnAboutIt(String version, boolean told) throws Exception {
        java(version);
        String said = run(Map.of());
        assertThat(said.contains("--enable-native-access=ALL-UNNAMED")).isEqualTo(told);
        assertThat(said.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"'', 1g", "2g, 2g", "2G, 2g", "2gb, 2g", "2GiB, 2g", "1500m, 1500m", "1500MB, 1500m", "524288k, 524288k"
    })
    void acceptsCommonSpellingsOfHeapSizes(String written, String understood) throws Exception {
        assertThat(run(Map.of("GEOR1_HEAP", written))).contains("\n-Xmx" + understood + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"64m", "64", "2 g", "lots", "0g", "-1g", "1.5g"})
    void anInvalidOrTooSmallHeapIsReportedInOneLine(String heap) throws Exception {
        Process process = launch(List.of(checkout + "/geor1"), Map.of("GEOR1_HEAP", heap));
        assertThat(said(process))
                .startsWith("geor1: GEOR1_HEAP is '" + heap + "'")
                .contains("at least 256m", "GEOR1_HEAP=2g")
                .containsOnlyOnce("\n");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void fileNamesAreUtf8WhateverTheLocaleAndNothingIsWritableForOthers() throws Exception {
        assertThat(run(Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8");
        assertThat(run(Map.of("LC_ALL", "none.such"))).contains("LC_ALL=C.UTF-8");
        assertThat(said(launch(List.of("sh", "-c", "umask 000; exec \"$0\"", checkout + "/geor1"), Map.of())))
                .contains("umask=0022");
    }

    private String run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(checkout + "/geor1"));
        command.addAll(List.of(arguments));
        Process process = launch(command, environment);
        String said = said(process);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String said(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Process launch(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }
}
