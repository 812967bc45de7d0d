package org.geor1.local.services;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.geor1.local.Ports;
import org.geor1.local.home.EnvironmentProblem;

/** One of the four services: where it is built and where it listens. Declared in the order in which they stop. */
public enum ServiceModule {
    ROLLOUT("rollout-service", "org.geor1.rollout.RolloutApplication", 8081),
    REWARD("reward-service", "org.geor1.reward.RewardApplication", 8082),
    TRAINER("trainer-service", "org.geor1.trainer.TrainerApplication", 8083),
    GATEWAY("gateway", "org.geor1.gateway.GatewayApplication", 8080);

    private final String directory;
    private final String mainClass;
    private final int port;

    ServiceModule(String directory, String mainClass, int port) {
        this.directory = directory;
        this.mainClass = mainClass;
        this.port = port;
    }

    /** Name of the Maven module, the image and the Kubernetes deployment. */
    public String directory() {
        return directory;
    }

    public String mainClass() {
        return mainClass;
    }

    /** Where it listens unless told otherwise; management follows at a fixed distance. */
    public Ports standardPorts() {
        return Ports.at(port);
    }

    /**
     * The class path the build left for this service. Its own, not ours: with every service's libraries on it, Spring
     * Boot would configure the gateway's security into the workers.
     */
    String classPath(Path root) {
        Path target = root.resolve(directory).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("geor1-.*\\.jar"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> notBuilt(target));
            return jar + File.pathSeparator + Files.readString(target.resolve("classpath"));
        } catch (IOException e) {
            throw notBuilt(target);
        }
    }

    private static EnvironmentProblem notBuilt(Path target) {
        return new EnvironmentProblem("There is no built service in " + target, "Run ./mvnw -DskipTests package");
    }
}
