package org.geor1.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.geor1.gateway.GatewayServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standard generator builds a client from the document, and that client starts a run. */
class GeneratedClientTest extends GatewayServerTest {
    private static final Path GENERATOR = Path.of("target/openapi-generator/openapi-generator-cli.jar");

    @TempDir
    Path home;

    @Test
    void generatedClientCreatesAndReadsARun() throws Exception {
        Path document = Files.writeString(
                home.resolve("openapi.json"), get("/v3/api-docs").body());
        generate(document);
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {compile().toUri().toURL()}, getClass().getClassLoader())) {
            Object client = create(classes, "ApiClient");
            call(client, "updateBaseUri", "http://localhost:" + port);
            Object api = classes.loadClass("org.example.RunsApi")
                    .getConstructor(client.getClass())
                    .newInstance(client);
            Object settings = create(classes, "RunRequestMethodGrpo");
            call(settings, "setMaxSteps", 12);
            Object method = create(classes, "RunRequestMethod");
            Class<?> types = classes.loadClass("org.example.RunRequestMethod$TypeEnum");
            call(method, "setType", types.getField("GRPO").get(null));
            call(method, "setGrpo", settings);
            Object request = create(classes, "RunRequest");
            call(request, "setModel", "nano-base");
            call(request, "setMethod", method);

            Object created = call(api, "createRun", request, null);
            String id = (String) call(created, "getId");
            assertThat(runs.find(id).orElseThrow().maxSteps()).isEqualTo(12);
            Object read = call(api, "readRun", id);
            assertThat(call(read, "getState").toString()).isEqualTo("queued");
            Object grpo = call(call(call(read, "getConfig"), "getMethod"), "getGrpo");
            assertThat(call(grpo, "getGroupSize")).isEqualTo(8);
        }
    }

    private void generate(Path document) throws IOException, InterruptedException {
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        GENERATOR.toString(),
                        "generate",
                        "--input-spec=" + document,
                        "--generator-name=java",
                        "--library=native",
                        "--output=" + home.resolve("client"),
                        "--api-package=org.example",
                        "--model-package=org.example",
                        "--invoker-package=org.example",
                        "--global-property=models,supportingFiles,apis=Runs,apiDocs=false,modelDocs=false,apiTests=false,modelTests=false",
                        "--additional-properties=openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true,annotationLibrary=none,documentationProvider=none")
                .redirectErrorStream(true)
                .start();
        String output = new String(generator.getInputStream().readAllBytes());
        assertThat(generator.waitFor()).as(output).isZero();
    }

    private Path compile() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectory(home.resolve("classes"));
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home.resolve("client/src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            problems,
                            manager,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-proc:none",
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
        return classes;
    }

    private static Object create(ClassLoader classes, String name) throws ReflectiveOperationException {
        return classes.loadClass("org.example." + name).getConstructor().newInstance();
    }

    private static Object call(Object target, String name, Object... arguments) throws ReflectiveOperationException {
        for (Method method : target.getClass().getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }
}
