package org.geor1.local.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
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
     * The class path that the build recorded for this service, not that of this process: with every service's libraries
     * on it, Spring Boot would add the gateway's security to the workers.
     */
    String classPath(Path root) {
        Path target = root.resolve(directory).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("geor1-.*\\.jar"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow(() -> notBuilt(target));
            return jar + ":" + relocated(Files.readString(target.resolve("classpath")), root);
        } catch (IOException e) {
            throw notBuilt(target);
        }
    }

    /**
     * The build writes absolute paths, and the checkout may have been moved or copied since: entries inside that
     * checkout are replaced by those of this one. Every service has a module of ours on its class path, which shows
     * where that checkout was.
     */
    static String relocated(String classPath, Path root) {
        int module = classPath.indexOf("/libs/protocol/target/");
        if (module < 0) {
            return classPath;
        }
        String built = classPath.substring(classPath.lastIndexOf(':', module) + 1, module) + "/";
        return Arrays.stream(classPath.split(":", -1))
                .map(entry -> entry.startsWith(built) ? root.resolve(entry.substring(built.length())) : entry)
                .map(Object::toString)
                .collect(Collectors.joining(":"));
    }

    private static EnvironmentProblem notBuilt(Path target) {
        return new EnvironmentProblem("No built service in " + target, "Run ./mvnw -DskipTests package");
    }
}
