package org.geor1.jobs.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.common.PlatformProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;

/** Names of models: directories of the models folder, and checkpoints of runs. */
@Transactional(readOnly = true)
public class ModelCatalog {

    private static final Pattern SHIPPED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern OF_RUN = Pattern.compile("(run_[0-9a-z]+)@(?:step-([0-9]{1,18})|latest)");

    private final Path directory;
    private final CheckpointStore checkpoints;

    ModelCatalog(PlatformProperties properties, CheckpointStore checkpoints) {
        this.directory = properties.modelsDir();
        this.checkpoints = checkpoints;
    }

    /** All models that can be started from or served: shipped ones, promoted checkpoints, other checkpoints, newest first. */
    public List<Model> list() {
        List<Model> models = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> entries = Files.list(directory)) {
                entries.filter(entry -> Files.isRegularFile(entry.resolve("config.json")))
                        .map(entry -> String.valueOf(entry.getFileName()))
                        .sorted()
                        .forEach(name -> {
                            Model model = shipped(name);
                            if (model != null) {
                                models.add(model);
                            }
                        });
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list models in " + directory, e);
            }
        }
        checkpoints.withWeights().forEach(row -> models.add(trained(row)));
        return models;
    }

    /** {@code nano-base}, {@code ckpt_…}, {@code run_…@step-n} or {@code run_…@latest}. */
    public Optional<Model> find(String name) {
        Matcher ofRun = OF_RUN.matcher(name);
        if (ofRun.matches()) {
            String run = ofRun.group(1);
            Optional<Checkpoint> checkpoint = ofRun.group(2) == null
                    ? checkpoints.best(run)
                    : checkpoints.find(run, Long.parseLong(ofRun.group(2)));
            return checkpoint.filter(Checkpoint::hasWeights).map(ModelCatalog::trained);
        }
        if (name.startsWith("ckpt_")) {
            return checkpoints.find(name).filter(Checkpoint::hasWeights).map(ModelCatalog::trained);
        }
        return Optional.ofNullable(shipped(name));
    }

    /** Any directory of the models folder: opening it gives a better error than "unknown model" if something is missing. */
    private @Nullable Model shipped(String name) {
        if (!SHIPPED.matcher(name).matches()) {
            return null;
        }
        Path model = directory.resolve(name);
        return Files.isDirectory(model) ? new Model(name, model, null, null, false) : null;
    }

    private static Model trained(Checkpoint checkpoint) {
        return new Model(checkpoint.name(), null, checkpoint.policyArtifact(), checkpoint.id(), checkpoint.promoted());
    }

    /** A model is either a directory on this machine or an artifact; exactly one is set. */
    public record Model(
            String name,
            @Nullable Path directory,
            @Nullable String artifact,
            @Nullable String checkpoint,
            boolean promoted) {}
}
