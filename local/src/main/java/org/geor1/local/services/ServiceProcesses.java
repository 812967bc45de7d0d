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
import org.geor1.jobs.artifact.FileArtifactStore;
import org.geor1.local.Secret;
import org.geor1.local.Ports;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.Home;
import org.geor1.local.home.HomeLock;

/**
 * Four service processes over one embedded PostgreSQL that this process owns: the cluster's form on one machine. They
 * start together and stop together, the workers first and the database last.
 */
public final class ServiceProcesses implements AutoCloseable {

    private final Map<ServiceModule, Ports> ports;
    private final HomeLock lock;
    private final Leftovers leftovers;
    private final EmbeddedDatabase database;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private boolean closed;

    private ServiceProcesses(
            Map<ServiceModule, Ports> ports, HomeLock lock, Leftovers leftovers, EmbeddedDatabase database) {
        this.ports = ports;
        this.lock = lock;
        this.leftovers = leftovers;
        this.database = database;
    }

    /** The standard ports, with the gateway where the caller wants it. */
    public static Map<ServiceModule, Ports> standardPorts(int gateway) {
        Map<ServiceModule, Ports> ports = new EnumMap<>(ServiceModule.class);
        for (ServiceModule module : ServiceModule.values()) {
            ports.put(module, module.standardPorts());
        }
        ports.put(ServiceModule.GATEWAY, Ports.at(gateway));
        return ports;
    }

    /** Ports that were free a moment ago. */
    public static Map<ServiceModule, Ports> freePorts() {
        Map<ServiceModule, Ports> ports = new EnumMap<>(ServiceModule.class);
        for (ServiceModule module : ServiceModule.values()) {
            ports.put(module, Ports.free());
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
        HomeLock lock = HomeLock.acquire(home);
        ServiceProcesses started = null;
        try {
            Leftovers leftovers = new Leftovers(home);
            leftovers.stop();
            ports.values().forEach(Ports::requireFree);
            for (ServiceModule module : ServiceModule.values()) {
                FileArtifactStore.discardUnfinished(artifacts(module, home));
            }
            started = new ServiceProcesses(ports, lock, leftovers, new EmbeddedDatabase(home));
            started.launch(home, root, models);
            lock.announce(started.address().toString());
            return started;
        } catch (RuntimeException | InterruptedException e) {
            if (started == null) {
                lock.close();
            } else {
                started.close();
            }
            throw e;
        }
    }

    private void launch(Home home, Path root, Path models) throws InterruptedException {
        DatabaseAccess access = database.start();
        String token = Secret.fresh();
        HttpClient http = HttpClient.newHttpClient();
        // The gateway last: what it shows should be there when it answers.
        for (ServiceModule module : ServiceModule.values()) {
            processes.add(ServiceProcess.start(
                    module, portsOf(module), root, home.logs(), environment(module, home, models, access, token)));
            leftovers.remember(processes.stream().map(ServiceProcess::process).toList());
        }
        for (ServiceProcess process : processes) {
            process.awaitReady(http);
        }
    }

    private Map<String, String> environment(
            ServiceModule module, Home home, Path models, DatabaseAccess access, String token) {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_PORT", Integer.toString(portsOf(module).http()));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put(
                "MANAGEMENT_SERVER_PORT", Integer.toString(portsOf(module).management()));
        environment.put("MANAGEMENT_SERVER_ADDRESS", "127.0.0.1");
        environment.put("GEOR1_DATABASE_URL", access.jdbcUrl());
        environment.put("GEOR1_DATABASE_USER", access.user());
        environment.put("GEOR1_DATABASE_PASSWORD", access.password());
        environment.put("GEOR1_INTERNALTOKEN", token);
        environment.put("GEOR1_MODELSDIR", models.toString());
        environment.put("GEOR1_ARTIFACTSDIR", artifacts(module, home).toString());
        environment.put("GEOR1_ROLLOUT_URL", url(ServiceModule.ROLLOUT));
        environment.put("GEOR1_REWARD_URL", url(ServiceModule.REWARD));
        environment.put("GEOR1_TRAINER_URL", url(ServiceModule.TRAINER));
        return environment;
    }

    /** A store each, as on machines of their own: weights travel by hash over HTTP. */
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
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // The workers finish side by side; the gateway answers until they have.
            processes.stream()
                    .filter(process -> process.module() != ServiceModule.GATEWAY)
                    .forEach(ServiceProcess::askToStop);
            processes.forEach(ServiceProcess::stop);
            leftovers.forget();
        } finally {
            try {
                database.close();
            } finally {
                lock.close();
            }
        }
    }
}
