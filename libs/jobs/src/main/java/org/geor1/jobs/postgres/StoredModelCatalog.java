package org.geor1.jobs.postgres;

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
import org.geor1.jobs.ModelCatalog;
import org.geor1.jobs.PlatformProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class StoredModelCatalog implements ModelCatalog {

    private static final Pattern SHIPPED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern OF_RUN = Pattern.compile("(run_[0-9a-z]+)@(?:step-([0-9]{1,18})|latest)");

    private final Path directory;
    private final CheckpointRepository checkpoints;

    StoredModelCatalog(PlatformProperties properties, CheckpointRepository checkpoints) {
        this.directory = properties.modelsDir();
        this.checkpoints = checkpoints;
    }

    @Override
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
        checkpoints.findTop200ByHasWeightsTrueOrderByPromotedDescIdDesc().forEach(row -> models.add(trained(row)));
        return models;
    }

    @Override
    public Optional<Model> find(String name) {
        Matcher ofRun = OF_RUN.matcher(name);
        if (ofRun.matches()) {
            String run = ofRun.group(1);
            Optional<CheckpointEntity> checkpoint = ofRun.group(2) == null
                    ? latest(run)
                    : checkpoints.findByRunIdAndStep(run, Long.parseLong(ofRun.group(2)));
            return checkpoint.filter(row -> row.hasWeights).map(StoredModelCatalog::trained);
        }
        if (name.startsWith("ckpt_")) {
            return checkpoints.findById(name).filter(row -> row.hasWeights).map(StoredModelCatalog::trained);
        }
        return Optional.ofNullable(shipped(name));
    }

    /** The newest, unless the run has ended with another as its best. */
    private Optional<CheckpointEntity> latest(String run) {
        return checkpoints
                .bestStep(run)
                .flatMap(step -> checkpoints.findByRunIdAndStep(run, step))
                .or(() -> checkpoints.findFirstByRunIdOrderByStepDesc(run));
    }

    /** Any directory of the models folder: who opens it tells better what it lacks than an unknown name would. */
    private @Nullable Model shipped(String name) {
        if (!SHIPPED.matcher(name).matches()) {
            return null;
        }
        Path model = directory.resolve(name);
        return Files.isDirectory(model) ? new Model(name, model, null, null, false) : null;
    }

    private static Model trained(CheckpointEntity checkpoint) {
        return new Model(
                checkpoint.runId + "@step-" + checkpoint.step,
                null,
                checkpoint.policyArtifact,
                checkpoint.id,
                checkpoint.promoted);
    }
}
