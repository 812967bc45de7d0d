package org.geor1.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.yaml.snakeyaml.Yaml;

/** Contract: Compose and Kubernetes agree with each service's own ports, probes and settings. */
class DeploymentFilesTest {

    private static final Path ROOT = Installation.root();

    private static Map<String, Object> compose;
    private static Set<String> settings;

    @BeforeAll
    static void read() throws Exception {
        compose = documents(ROOT.resolve("docker-compose.yml")).get(0);
        settings = settings();
    }

    @ParameterizedTest
    @EnumSource
    void theServiceListensOnItsDocumentedPort(ServiceModule service) throws Exception {
        Map<String, Object> application = documents(application(service)).get(0);
        assertThat(at(application, "server", "port"))
                .isEqualTo(service.standardPorts().http());
        assertThat(at(application, "management", "server", "port"))
                .isEqualTo(service.standardPorts().management());
        assertThat(at(application, "management", "endpoint", "health", "probes", "enabled"))
                .isEqualTo(true);
        assertThat(at(application, "server", "shutdown")).isEqualTo("graceful");
        assertThat(String.valueOf(at(application, "spring", "config", "import")))
                .startsWith("classpath:geor1-database.yml");
    }

    @ParameterizedTest
    @EnumSource
    void composeProbesTheManagementPortAndSetsOnlyKnownKeys(ServiceModule service) throws Exception {
        Map<String, Object> definition = map(at(compose, "services", service.directory()));
        assertThat(at(definition, "healthcheck", "test").toString())
                .contains("/127.0.0.1/" + service.standardPorts().management() + ";", "/actuator/health/readiness");
        assertThat(at(definition, "depends_on", "postgres", "condition")).isEqualTo("service_healthy");
        assertThat(at(definition, "build", "args", "SERVICE")).isEqualTo(service.directory());
        assertKnown(map(definition.get("environment")).keySet(), service);
    }

    @ParameterizedTest
    @EnumSource
    void kubernetesProbesTheManagementPortAndSetsOnlyKnownKeys(ServiceModule service) throws Exception {
        List<Map<String, Object>> documents = documents(ROOT.resolve("k8s/base/" + service.directory() + ".yaml"));
        Map<String, Object> pod = map(at(documents.get(0), "spec", "template", "spec"));
        Map<String, Object> container = list(pod.get("containers")).get(0);

        assertThat(portsOf(container, "containerPort"))
                .containsEntry("http", service.standardPorts().http())
                .containsEntry("management", service.standardPorts().management());
        assertThat(portsOf(map(documents.get(1).get("spec")), "port"))
                .containsEntry("http", service.standardPorts().http())
                .containsEntry("management", service.standardPorts().management());
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(at(container, probe, "httpGet", "port")).as(probe).isEqualTo("management");
        }
        assertThat(at(container, "readinessProbe", "httpGet", "path")).isEqualTo("/actuator/health/readiness");
        assertThat(at(pod, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(at(container, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);

        Set<String> names = new HashSet<>();
        list(container.get("env")).forEach(variable -> names.add((String) variable.get("name")));
        Map<String, Object> configMap =
                documents(ROOT.resolve("k8s/base/configmap.yaml")).get(0);
        names.addAll(map(configMap.get("data")).keySet());
        assertKnown(names, service);
    }

    @ParameterizedTest
    @EnumSource
    void eachServiceIsInTheKustomizationAndAddressedAtItsPort(ServiceModule service) throws Exception {
        assertThat(Files.readString(ROOT.resolve("k8s/base/kustomization.yaml")))
                .contains("- " + service.directory() + ".yaml", "name: geor1/" + service.directory());
        if (service != ServiceModule.GATEWAY) {
            String address = "http://" + service.directory() + ":"
                    + service.standardPorts().http();
            assertThat(Files.readString(ROOT.resolve("k8s/base/configmap.yaml")))
                    .contains(address);
            assertThat(Files.readString(ROOT.resolve("docker-compose.yml"))).contains(address);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GATEWAY")
    void theGatewayHasTheAddressOfEachService(ServiceModule service) throws Exception {
        String variable = "GEOR1_" + service.name() + "_URL";
        String address =
                "http://" + service.directory() + ":" + service.standardPorts().http();
        assertThat(map(at(compose, "services", "gateway", "environment"))).containsEntry(variable, address);

        Map<String, Object> pod = map(at(kubernetes("gateway"), "spec", "template", "spec"));
        assertThat(list(pod.get("containers")).get(0).get("envFrom").toString()).contains("configMapRef={name=geor1}");
        Map<String, Object> configMap =
                documents(ROOT.resolve("k8s/base/configmap.yaml")).get(0);
        assertThat(map(configMap.get("data"))).containsEntry(variable, address);
    }

    @ParameterizedTest
    @EnumSource
    void theJarInTheImageStartsTheService(ServiceModule service) throws Exception {
        assertThat(Files.readString(ROOT.resolve(service.directory()).resolve("pom.xml")))
                .contains("<start-class>" + service.mainClass() + "</start-class>");
    }

    @ParameterizedTest
    @EnumSource
    void bothAllowTheSameMemoryAndTimeToStartAndStop(ServiceModule service) throws Exception {
        Map<String, Object> composed = map(at(compose, "services", service.directory()));
        Map<String, Object> pod = map(at(kubernetes(service.directory()), "spec", "template", "spec"));
        Map<String, Object> container = list(pod.get("containers")).get(0);
        assertThat(composed.get("restart")).isEqualTo("unless-stopped");

        assertThat(at(container, "resources", "limits", "memory")).isEqualTo(kubernetesMemory(composed));
        assertThat(at(container, "resources", "requests", "memory")).isNotNull();

        int start = (int) at(container, "startupProbe", "periodSeconds")
                * (int) at(container, "startupProbe", "failureThreshold");
        assertThat(start).isGreaterThanOrEqualTo(300);
        assertThat(seconds(at(composed, "healthcheck", "start_period"))).isEqualTo(start);

        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(at(container, probe, "timeoutSeconds"))
                    .as(probe)
                    .isEqualTo(seconds(at(composed, "healthcheck", "timeout")));
        }

        int grace = (int) at(pod, "terminationGracePeriodSeconds");
        assertThat(seconds(at(composed, "stop_grace_period"))).isEqualTo(grace);
        int phase = seconds(
                at(documents(application(service)).get(0), "spring", "lifecycle", "timeout-per-shutdown-phase"));
        assertThat(grace).as("workers and web server stop one after the other").isGreaterThan(2 * phase);
    }

    @Test
    void postgresRestartsIsProbedByAddressAndKeepsItsDataInBoth() throws Exception {
        Map<String, Object> composed = map(at(compose, "services", "postgres"));
        Map<String, Object> set = kubernetes("postgres");
        Map<String, Object> pod = map(at(set, "spec", "template", "spec"));
        Map<String, Object> container = list(pod.get("containers")).get(0);

        assertThat(composed.get("restart")).isEqualTo("unless-stopped");
        assertThat(container.get("image")).isEqualTo(composed.get("image"));
        assertThat(at(container, "resources", "limits", "memory")).isEqualTo(kubernetesMemory(composed));
        assertThat(seconds(at(composed, "stop_grace_period")))
                .isEqualTo(at(pod, "terminationGracePeriodSeconds"))
                .isGreaterThan(30);
        List<Object> ready = new ArrayList<>(List.of("CMD"));
        ready.addAll((List<?>) at(container, "readinessProbe", "exec", "command"));
        assertThat(at(composed, "healthcheck", "test")).isEqualTo(ready);
        assertThat(ready).contains("--host", "127.0.0.1");
        assertThat(composed.get("volumes").toString()).contains("/var/lib/postgresql/data");
        assertThat(list(at(set, "spec", "volumeClaimTemplates"))).hasSize(1);
    }

    private static Map<String, Object> kubernetes(String name) throws IOException {
        return documents(ROOT.resolve("k8s/base/" + name + ".yaml")).get(0);
    }

    /** {@code 8g} is {@code 8Gi}, {@code 1536m} is {@code 1536Mi}. */
    private static String kubernetesMemory(Map<String, Object> composed) {
        return at(composed, "mem_limit").toString().replace("g", "Gi").replace("m", "Mi");
    }

    /** Of {@code 150s}. */
    private static int seconds(Object duration) {
        assertThat(duration.toString()).matches("\\d+s");
        return Integer.parseInt(duration.toString().replace("s", ""));
    }

    private static void assertKnown(Set<String> names, ServiceModule service) throws IOException {
        Set<String> known = new HashSet<>(settings);
        known.addAll(Set.of("SERVER_ADDRESS"));
        Matcher placeholder = Pattern.compile("\\$\\{([A-Z0-9_]+)").matcher(Files.readString(application(service)));
        while (placeholder.find()) {
            known.add(placeholder.group(1));
        }
        assertThat(known).as("settings known to %s", service.directory()).containsAll(names);
    }

    /** Every key of every configuration record, as Spring Boot spells it in the environment. */
    private static Set<String> settings() throws ClassNotFoundException {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        Set<String> names = new HashSet<>();
        for (var found : scanner.findCandidateComponents("org.geor1")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            collect(type.getAnnotation(ConfigurationProperties.class).prefix(), type, names);
        }
        assertThat(names).contains("GEOR1_INTERNALTOKEN");
        return names;
    }

    private static void collect(String prefix, Class<?> record, Set<String> names) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + component.getName();
            names.add(name.replace('.', '_').toUpperCase(Locale.ROOT));
            if (component.getType().isRecord()) {
                collect(name, component.getType(), names);
            }
        }
    }

    private static Map<String, Object> portsOf(Map<String, Object> owner, String key) {
        Map<String, Object> ports = new java.util.HashMap<>();
        list(owner.get("ports")).forEach(port -> ports.put((String) port.get("name"), port.get(key)));
        return ports;
    }

    private static Path application(ServiceModule service) {
        return ROOT.resolve(service.directory()).resolve("src/main/resources/application.yml");
    }

    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Yaml().loadAll(Files.readString(file)).forEach(document -> documents.add(map(document)));
        return documents;
    }

    private static Object at(Map<String, Object> from, String... path) {
        Object value = from;
        for (String key : path) {
            value = map(value).get(key);
            assertThat(value).as("%s of %s", key, List.of(path)).isNotNull();
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
