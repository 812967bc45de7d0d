package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.Test;

/** Contract: a class that ARCHITECTURE.md names exists. */
class ArchitectureDocumentTest {

    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w+)`");

    @Test
    void namesOnlyClassesThatExist() throws Exception {
        Set<String> existing = new ClassFileImporter()
                .importPackages("org.geor1").stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        Matcher matcher = CLASS.matcher(Files.readString(Installation.root().resolve("ARCHITECTURE.md")));
        while (matcher.find()) {
            named.add(matcher.group(1));
        }
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(existing).containsAll(named);
    }
}
