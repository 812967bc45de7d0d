package org.geor1.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Contract: which modules may depend on which. The allowed edges are listed only here; the printed diagram is computed
 * from the code.
 */
class ModuleEdgesTest {

    private static final String ROOT = "org.geor1.";

    private static final Set<String> SERVICES = Set.of("gateway", "rollout", "reward", "trainer");

    /** A module without an entry may depend on no other module. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("data", Set.of("image")),
            Map.entry("vlm", Set.of("image")),
            Map.entry("rl", Set.of("protocol", "vlm")),
            Map.entry("jobs", Set.of("protocol")),
            Map.entry("gazetteer", Set.of("geo")),
            Map.entry("factcheck", Set.of("gazetteer")),
            Map.entry("miniearth", Set.of("geo")),
            Map.entry("teacher", Set.of("image", "data", "gazetteer", "factcheck")),
            Map.entry("osm", Set.of("geo")),
            Map.entry("pairing", Set.of("data", "image", "geo")),
            Map.entry("web", Set.of("protocol")),
            Map.entry("reward", Set.of("protocol", "jobs", "geo", "gazetteer", "web")),
            Map.entry("rollout", Set.of("protocol", "jobs", "geo", "miniearth", "image", "vlm", "web")),
            Map.entry(
                    "trainer",
                    Set.of(
                            "protocol",
                            "jobs",
                            "geo",
                            "miniearth",
                            "gazetteer",
                            "pairing",
                            "image",
                            "vlm",
                            "rl",
                            "web")),
            Map.entry("gateway", Set.of("protocol", "jobs", "geo", "miniearth", "gazetteer", "image", "web")),
            Map.entry(
                    "local",
                    Set.of(
                            "protocol",
                            "jobs",
                            "geo",
                            "miniearth",
                            "osm",
                            "image",
                            "data",
                            "pairing",
                            "vlm",
                            "rl",
                            "gateway",
                            "rollout",
                            "reward",
                            "trainer",
                            "gazetteer",
                            "factcheck",
                            "teacher")));

    /** Modules that must have small packages and no cycles between classes: all except those that are only tools. */
    private static final Set<String> TIDY = Set.of(
            "protocol",
            "web",
            "geo",
            "miniearth",
            "gazetteer",
            "osm",
            "factcheck",
            "teacher",
            "image",
            "data",
            "pairing",
            "vlm",
            "rl",
            "jobs",
            "gateway",
            "rollout",
            "reward",
            "trainer",
            "local");

    /** Itself, the demo, which shows it, and pretraining, which teaches it. */
    private static final String[] KNOW_MINI_EARTH = {
        "org.geor1.miniearth..", "org.geor1.local.demo..", "org.geor1.trainer.pretrain.."
    };

    /** The one class of each service that names the sources there are. */
    private static final Set<String> LISTS_OF_SOURCES = Set.of(
            "org.geor1.gateway.sources.GatewaySources",
            "org.geor1.rollout.RolloutServiceConfiguration",
            "org.geor1.trainer.source.TrainerSources");

    /** A package should fit on one screen of an editor's file tree. */
    private static final int MAX_TYPES_IN_A_PACKAGE = 15;

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.geor1");
    }

    @Test
    void everyEdgeBetweenModulesIsAllowed() {
        Map<String, Set<String>> edges = edges();
        System.out.println(diagram(edges));
        edges.forEach((module, targets) -> assertThat(ALLOWED.getOrDefault(module, Set.of()))
                .as("modules that %s may depend on", module)
                .containsAll(targets));
    }

    @Test
    void theAllowedEdgesKeepServicesApartAndLibrariesBelow() {
        ALLOWED.forEach((module, targets) -> {
            if (!module.equals("local")) {
                assertThat(targets).as("%s depends on no service", module).doesNotContainAnyElementsOf(SERVICES);
            }
        });
        assertThat(ALLOWED.getOrDefault("vlm", Set.of())).doesNotContain("geo");
    }

    /** Mini-Earth is one source among others; services name it once, where they list their sources. */
    @Test
    void miniEarthIsNamedOnlyWhereSourcesAreListed() {
        noClasses()
                .that()
                .resideOutsideOfPackages(KNOW_MINI_EARTH)
                .and(DescribedPredicate.describe("list no sources", type -> !LISTS_OF_SOURCES.contains(topLevel(type))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.geor1.miniearth..")
                .check(classes);
        assertThat(LISTS_OF_SOURCES)
                .allSatisfy(name -> assertThat(classes.get(name).getDirectDependenciesFromSelf())
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("org.geor1.miniearth")));
    }

    @Test
    void algorithmsAndModelDoNotDependOnSpring() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "org.geor1.rl..",
                        "org.geor1.vlm..",
                        "org.geor1.image..",
                        "org.geor1.data..",
                        "org.geor1.pairing..",
                        "org.geor1.geo..",
                        "org.geor1.miniearth..",
                        "org.geor1.gazetteer..",
                        "org.geor1.factcheck..",
                        "org.geor1.teacher..",
                        "org.geor1.osm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .check(classes);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("org.geor1.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packagesOfTidyModulesAreSmall() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : classes) {
            if (TIDY.contains(module(type)) && !type.getSimpleName().equals("package-info")) {
                packages.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(topLevel(type));
            }
        }
        packages.forEach((name, types) ->
                assertThat(types).as("types in %s", name).hasSizeLessThanOrEqualTo(MAX_TYPES_IN_A_PACKAGE));
    }

    @Test
    void classesOfTidyModulesFormNoCycles() {
        slices().assignedFrom(new ByTopLevelClass()).should().beFreeOfCycles().check(classes);
    }

    /** A slice for each class of a tidy module together with its nested classes. */
    private static final class ByTopLevelClass implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            boolean tidy = type.getPackageName().startsWith(ROOT) && TIDY.contains(module(type));
            return tidy ? SliceIdentifier.of(topLevel(type)) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "classes of " + TIDY;
        }
    }

    private static String topLevel(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    private static Map<String, Set<String>> edges() {
        Map<String, Set<String>> edges = new TreeMap<>();
        for (JavaClass origin : classes) {
            Set<String> targets = edges.computeIfAbsent(module(origin), name -> new TreeSet<>());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !module(target).equals(module(origin))) {
                    targets.add(module(target));
                }
            }
        }
        return edges;
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
    }

    private static String diagram(Map<String, Set<String>> edges) {
        StringBuilder lines = new StringBuilder("graph TD\n");
        edges.forEach((module, targets) ->
                targets.forEach(target -> lines.append("  %s --> %s%n".formatted(module, target))));
        return lines.toString();
    }
}
