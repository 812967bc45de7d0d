package org.geor1.local.services;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.ChildJvm;
import org.geor1.local.Ports;
import org.geor1.local.home.EnvironmentProblem;

/** One service as a child process, with its own output file. */
final class ServiceProcess {

    /** Long enough for a busy machine; a service that cannot start exits, which is noticed at once. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration STOP = Duration.ofSeconds(90);

    private final ServiceModule module;
    private final Ports ports;
    private final Path log;
    private final Process process;

    private ServiceProcess(ServiceModule module, Ports ports, Path log, Process process) {
        this.module = module;
        this.ports = ports;
        this.log = log;
        this.process = process;
    }

    static ServiceProcess start(
            ServiceModule module, Ports ports, Path root, Path logs, Map<String, String> environment) {
        Path log = logs.resolve(module.directory() + ".log");
        List<String> command = new ArrayList<>();
        // In its own session: Ctrl-C reaches every process in the terminal's session, and the services must stop in
        // order.
        command.add("setsid");
        command.addAll(ChildJvm.command("-Xmx1g", "-Dai.djl.offline=true"));
        command.add(module.mainClass());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        // Not as an argument: the system cuts long command lines, by which leftovers are recognised.
        builder.environment().put("CLASSPATH", module.classPath(root));
        try {
            PrivateFiles.createFile(log);
            return new ServiceProcess(module, ports, log, builder.start());
        } catch (IOException e) {
            throw new EnvironmentProblem("Cannot start " + module.directory(), "See ./geor1 doctor", e);
        }
    }

    /** Returns once the service says it is ready. */
    void awaitReady(HttpClient http) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.management() + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long deadline = System.nanoTime() + START.toNanos();
        while (!isReady(http, probe)) {
            if (!process.isAlive()) {
                throw new EnvironmentProblem(
                        module.directory() + " ended while it was starting (exit code " + process.exitValue() + ")",
                        "Its log is " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new EnvironmentProblem(
                        module.directory() + " is not ready after " + START.toSeconds() + " s", "See " + log);
            }
            Thread.sleep(200);
        }
    }

    private static boolean isReady(HttpClient http, HttpRequest probe) throws InterruptedException {
        try {
            return http.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    ServiceModule module() {
        return module;
    }

    Process process() {
        return process;
    }

    Path log() {
        return log;
    }

    /** SIGTERM, on which the service finishes its work. */
    void askToStop() {
        process.destroy();
    }

    /** Waits for the service to end, and kills it only after a long wait. */
    void stop() {
        askToStop();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
