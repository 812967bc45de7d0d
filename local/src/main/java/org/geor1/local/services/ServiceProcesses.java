package org.geor1.local.services;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.local.Lifetime;
import org.geor1.local.Ports;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.Home;
import org.geor1.local.home.HomeLock;
import org.geor1.local.home.Secret;

/**
 * Four service processes on one embedded PostgreSQL that this process owns: the cluster form on one machine. They start
 * together and stop together, the workers first and the database last.
 */
public final class ServiceProcesses implements AutoCloseable {

    private final Map<ServiceModule, Ports> ports;
    private final Leftovers leftovers;
    private final Lifetime lifetime;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private boolean stopped;

    private ServiceProcesses(Map<ServiceModule, Ports> ports, Leftovers leftovers, Lifetime lifetime) {
        this.ports = ports;
        this.leftovers = leftovers;
        this.lifetime = lifetime;
    }

    /** The gateway at {@code gateway}, the others at their default distances from it. */
    public static Map<ServiceModule, Ports> portsFrom(int gateway) {
        int distance = gateway - ServiceModule.GATEWAY.standardPorts().http();
        Map<ServiceModule, Ports> ports = new EnumMap<>(ServiceModule.class);
        for (ServiceModule module : ServiceModule.values()) {
            ports.put(module, Ports.at(module.standardPorts().http() + distance));
        }
        return ports;
    }

    /**
     * Starts database and services and returns once all are ready.
     *
     * @param root directory of the build
     * @param models directory of the shipped models
     */
    public static ServiceProcesses start(Home home, Path root, Path models, Map<ServiceModule, Ports> ports)
            throws InterruptedException {
        home.prepare();
        Lifetime lifetime = new Lifetime();
        try {
            HomeLock lock = lifetime.add(HomeLock.acquire(home));
            Leftovers leftovers = new Leftovers(home);
            leftovers.stop();
            ports.values().forEach(Ports::requireFree);
            for (ServiceModule module : ServiceModule.values()) {
                ArtifactStore.discardUnfinished(artifacts(module, home));
            }
            DatabaseAccess database = lifetime.add(new EmbeddedDatabase(home)).start();
            ServiceProcesses started = new ServiceProcesses(ports, leftovers, lifetime);
            lifetime.add(started::stopServices);
            started.launch(home, root, models, database);
            started.awaitReady();
            lock.announce(started.address().toString());
            return started;
        } catch (RuntimeException | InterruptedException e) {
            lifetime.close();
            throw e;
        }
    }

    /** Never runs together with {@link #stopServices}, or nothing would stop a service started at that moment. */
    private synchronized void launch(Home home, Path root, Path models, DatabaseAccess database) {
        if (stopped) {
            throw new IllegalStateException("interrupted while starting");
        }
        String token = Secret.fresh();
        for (ServiceModule module : ServiceModule.values()) {
            processes.add(ServiceProcess.start(
                    module, portsOf(module), root, home.logs(), environment(module, home, models, database, token)));
            leftovers.remember(processes.stream().map(ServiceProcess::process).toList());
        }
    }

    private void awaitReady() throws InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        // The gateway last: the services it shows should run when it answers.
        for (ServiceProcess process : processes) {
            process.awaitReady(http);
        }
    }

    private Map<String, String> environment(
            ServiceModule module, Home home, Path models, DatabaseAccess database, String token) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(portsOf(module).http()));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put(
                "MANAGEMENT_SERVER_PORT", Integer.toString(portsOf(module).management()));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("GEOR1_DATABASE_URL", database.jdbcUrl());
        environment.put("GEOR1_DATABASE_USER", database.user());
        environment.put("GEOR1_DATABASE_PASSWORD", database.password());
        environment.put("GEOR1_INTERNALTOKEN", token);
        environment.put("GEOR1_MODELSDIR", models.toString());
        environment.put("GEOR1_ARTIFACTSDIR", artifacts(module, home).toString());
        environment.put("GEOR1_ROLLOUT_URL", url(ServiceModule.ROLLOUT));
        environment.put("GEOR1_REWARD_URL", url(ServiceModule.REWARD));
        environment.put("GEOR1_TRAINER_URL", url(ServiceModule.TRAINER));
        return environment;
    }

    /** Each service has its own store, as on separate machines: weights travel by hash over HTTP. */
    private static Path artifacts(ServiceModule module, Home home) {
        return module == ServiceModule.TRAINER
                ? home.artifacts()
                : home.directory().resolve("cache").resolve(module.directory());
    }

    private String url(ServiceModule module) {
        return "http://127.0.0.1:" + portsOf(module).http();
    }

    private Ports portsOf(ServiceModule module) {
        return Objects.requireNonNull(ports.get(module));
    }

    /** Where the REST interface and the dashboard answer. */
    public URI address() {
        return URI.create("http://localhost:" + portsOf(ServiceModule.GATEWAY).http());
    }

    /** Blocks until any service ends by itself, and says which. */
    public String awaitFirstEnd() {
        CompletableFuture.anyOf(processes.stream()
                        .map(process -> process.process().onExit())
                        .toArray(CompletableFuture[]::new))
                .join();
        return processes.stream()
                .filter(process -> !process.process().isAlive())
                .map(process -> process.module().directory() + " ended with exit code "
                        + process.process().exitValue() + "; see " + process.log())
                .findFirst()
                .orElse("a service ended");
    }

    @Override
    public void close() {
        lifetime.close();
    }

    private synchronized void stopServices() {
        stopped = true;
        // The workers stop in parallel; the gateway answers until they have.
        processes.stream()
                .filter(process -> process.module() != ServiceModule.GATEWAY)
                .forEach(ServiceProcess::askToStop);
        processes.forEach(ServiceProcess::stop);
        leftovers.forget();
    }
}
