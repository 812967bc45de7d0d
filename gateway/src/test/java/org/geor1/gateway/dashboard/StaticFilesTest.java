package org.geor1.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dashboard's files: vendored code has its recorded hash, imports resolve, and nothing is loaded from other hosts.
 */
class StaticFilesTest {
    private static final Path STATIC = Path.of("src/main/resources/static");

    @Test
    void vendoredFilesMatchTheirListedHashes() throws Exception {
        String listing = Files.readString(STATIC.resolve("vendor/VENDOR.md"));
        Matcher row = Pattern.compile("(?m)^\\| (\\S+\\.(?:js|css)) \\|.*\\| ([0-9a-f]{64}) \\|$")
                .matcher(listing);
        int rows = 0;
        while (row.find()) {
            byte[] file = Files.readAllBytes(STATIC.resolve("vendor").resolve(row.group(1)));
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            assertThat(hash).as(row.group(1)).isEqualTo(row.group(2));
            rows++;
        }
        try (Stream<Path> files = Files.list(STATIC.resolve("vendor"))) {
            assertThat(files.filter(f -> f.toString().matches(".*\\.(js|css)"))).hasSize(rows);
        }
    }

    @Test
    void importsResolveAndNothingIsLoadedFromOtherHosts() throws IOException {
        Pattern imports = Pattern.compile("from '([^']+)'");
        for (Path file : ownFiles()) {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Matcher matcher = imports.matcher(text);
            while (matcher.find()) {
                Path target = file.resolveSibling(matcher.group(1)).normalize();
                assertThat(target).as("imported by %s", file).exists();
            }
            assertThat(text).as(file.toString()).doesNotContainPattern("https?://(?!www\\.w3\\.org)");
        }
    }

    @Test
    void modelTextIsNeverParsedAsMarkup() throws IOException {
        for (Path file : ownFiles()) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain("innerHTML")
                    .doesNotContain("dangerouslySetInnerHTML")
                    .doesNotContain("document.write")
                    .doesNotContain("eval(");
        }
    }

    private static List<Path> ownFiles() throws IOException {
        try (Stream<Path> files = Files.walk(STATIC)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(STATIC.resolve("vendor")))
                    .filter(f -> f.toString().matches(".*\\.(js|html|css)"))
                    .toList();
        }
    }
}
