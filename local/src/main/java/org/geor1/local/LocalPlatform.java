package org.geor1.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.artifact.PrivateFiles;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.geor1.local.home.HomeLock;
import org.geor1.local.home.Installation;
import org.geor1.local.home.Secret;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * All four services in one JVM over one embedded PostgreSQL: the laptop form of the platform.
 *
 * <p>Closing runs in the one order that loses nothing: workers and their engine threads, then the web server (both by
 * the phases of Spring's lifecycle), then the database, then the lock on the home. The end of the JVM closes in the
 * same order, even in the middle of a start.
 */
public final class LocalPlatform implements AutoCloseable {

    private final URI address;
    private final Lifetime lifetime;

    private LocalPlatform(URI address, Lifetime lifetime) {
        this.address = address;
        this.lifetime = lifetime;
    }

    /**
     * Starts the platform and returns once it answers.
     *
     * @param ports where it listens, on the loopback interface
     * @throws org.geor1.local.home.EnvironmentProblem if the home, a port or the database is not available
     */
    public static LocalPlatform start(Home home, Ports ports) {
        return start(home, ports, Installation.models());
    }

    /**
     * @param models directory of the shipped models
     * @param more further configurations; their beans replace the services' own
     */
    public static LocalPlatform start(Home home, Ports ports, Path models, Class<?>... more) {
        home.prepare();
        Lifetime lifetime = new Lifetime();
        try {
            HomeLock lock = lifetime.add(HomeLock.acquire(home));
            ports.requireFree();
            ArtifactStore.discardUnfinished(home.artifacts());
            DatabaseAccess database = lifetime.add(new EmbeddedDatabase(home)).start();
            run(home, lifetime, arguments(home, ports, models, database), more);
            URI address = URI.create("http://localhost:" + ports.http());
            lock.announce(address.toString());
            return new LocalPlatform(address, lifetime);
        } catch (RuntimeException e) {
            lifetime.close();
            throw e;
        }
    }

    private static void run(Home home, Lifetime lifetime, String[] arguments, Class<?>... more) {
        try {
            PrivateFiles.createFile(log(home));
            SpringApplication application = application(more);
            // Added before it starts, so that ending the JVM during start-up waits for it and then closes it.
            application.addInitializers(lifetime::add);
            application.run(arguments);
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + log(home) + " (" + e + ")", "Make it writable for this user", e);
        } catch (RuntimeException e) {
            throw StartFailure.explain(e, home);
        }
    }

    private static SpringApplication application(Class<?>... more) {
        SpringApplication application = new SpringApplicationBuilder(more)
                .sources(LocalConfiguration.class)
                // The services' own application.yml files all lie on this class path; none of them may win.
                .properties("spring.config.name=geor1-local")
                .web(WebApplicationType.SERVLET)
                .build();
        application.setRegisterShutdownHook(false);
        return application;
    }

    private static String[] arguments(Home home, Ports ports, Path models, DatabaseAccess database) {
        String self = "http://127.0.0.1:" + ports.http();
        List<String> arguments = new ArrayList<>();
        arguments.add("--server.port=" + ports.http());
        arguments.add("--management.server.port=" + ports.management());
        arguments.add("--spring.datasource.url=" + database.jdbcUrl());
        arguments.add("--spring.datasource.username=" + database.user());
        arguments.add("--spring.datasource.password=" + database.password());
        arguments.add("--logging.file.name=" + log(home));
        arguments.add("--geor1.internal-token=" + Secret.fresh());
        arguments.add("--geor1.artifacts-dir=" + home.artifacts());
        arguments.add("--geor1.models-dir=" + models);
        arguments.add("--geor1.rollout.url=" + self);
        arguments.add("--geor1.reward.url=" + self);
        arguments.add("--geor1.trainer.url=" + self);
        return arguments.toArray(String[]::new);
    }

    private static Path log(Home home) {
        return home.logs().resolve("platform.log");
    }

    /** Where the REST interface and the dashboard answer. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
