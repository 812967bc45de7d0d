package org.geor1.trainer.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.artifact.DirectoryHashes;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.run.PromptStyleName;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The artifacts of a run: where it starts, what it publishes, what it can resume from, what retention removes. */
public final class PolicyArtifacts {

    private static final Logger log = LoggerFactory.getLogger(PolicyArtifacts.class);

    private final ArtifactStore artifacts;
    private final ModelCatalog models;
    private final TrainingSessions sessions;
    private final StepStore steps;
    private final CheckpointStore checkpoints;
    private final Retention retention;
    private final int keep;

    public PolicyArtifacts(
            ArtifactStore artifacts,
            ModelCatalog models,
            TrainingSessions sessions,
            StepStore steps,
            CheckpointStore checkpoints,
            Retention retention,
            int keep) {
        this.artifacts = artifacts;
        this.models = models;
        this.sessions = sessions;
        this.steps = steps;
        this.checkpoints = checkpoints;
        this.retention = retention;
        this.keep = keep;
    }

    /** The hash of the policy version the run starts from, publishing it if this is the run's beginning. */
    public String initial(DrivenRun run) {
        Optional<String> published = steps.policyArtifact(run.id(), run.startStep());
        if (published.isPresent()) {
            return published.get();
        }
        String name = run.spec().model();
        ModelCatalog.Model model = models.find(name).orElseThrow(() -> new UnknownModelException(name));
        Path directory = model.directory();
        Artifact policy;
        if (directory != null) {
            UnusableModelException.require(sessions, name, directory);
            policy = artifacts.write("policy", target -> copy(directory, target));
        } else {
            String sha256 = String.valueOf(model.artifact());
            policy = artifacts.find(sha256).orElseThrow(() -> new UnknownModelException(name));
        }
        steps.publishInitial(run.lease(), policy);
        return policy.sha256();
    }

    /** The artifact that the run's session opens: its own checkpoint, its parent's, or where it starts. */
    String source(DrivenRun run) {
        String initial = initial(run);
        return latestCheckpoint(run)
                .map(Checkpoint::stateArtifact)
                .or(() -> inherited(run))
                .orElse(initial);
    }

    /**
     * How the run asks: as its specification says, or else its model's directory.
     *
     * @throws org.geor1.geo.style.UnknownStyleException if the directory names a style that there is not
     */
    PromptStyle style(DrivenRun run) {
        PromptStyleName asked = run.spec().promptStyle();
        return PromptStyles.named(asked == null ? PromptStyleFile.read(directory(source(run))) : asked.wire());
    }

    /** The training state that a fork goes on with, until it has a checkpoint of its own. */
    Optional<String> inherited(DrivenRun run) {
        String parent = run.parentCheckpoint();
        return parent == null || run.startStep() == 0
                ? Optional.empty()
                : checkpoints.find(parent).map(Checkpoint::stateArtifact);
    }

    Path directory(String sha256) {
        return artifacts.open(sha256);
    }

    Artifact policy(DrivenRun run, TrainingSession session) {
        return artifacts.write("policy", policyWriter(run, session));
    }

    Artifact state(DrivenRun run, TrainingSession session) {
        return artifacts.write("state", styled(run, session::save));
    }

    /** Writes the policy with all files of a model directory. */
    Consumer<Path> policyWriter(DrivenRun run, TrainingSession session) {
        return styled(run, session::savePolicy);
    }

    /** A model that learned to be asked in another style than it came with says so in its directory. */
    private static Consumer<Path> styled(DrivenRun run, Consumer<Path> writer) {
        PromptStyleName asked = run.spec().promptStyle();
        return asked == null ? writer : writer.andThen(directory -> PromptStyleFile.write(directory, asked.wire()));
    }

    Optional<Checkpoint> latestCheckpoint(DrivenRun run) {
        return checkpoints.latest(run.id());
    }

    /** Makes sure that the run can resume from exactly {@code step} before the trainer leaves it. */
    void checkpoint(DrivenRun run, long step, TrainingSession session) {
        boolean present = checkpoints
                .latest(run.id())
                .filter(checkpoint -> checkpoint.step() == step)
                .isPresent();
        if (step > run.startStep() && !present) {
            steps.checkpoint(run.lease(), step, policy(run, session), state(run, session));
        }
    }

    /** @param inUse the artifact that the run's session was opened from, or the empty text */
    void retire(DrivenRun run, String inUse) {
        List<String> expendable = retention.expendable(run.id(), keep, inUse);
        if (!expendable.isEmpty()) {
            CrashPoint.RETIRING.reach();
            expendable.forEach(artifacts::delete);
            log.debug("Removed {} artifacts of {}", expendable.size(), run.id());
        }
    }

    /** Finishes a retirement that a crash cut short, before or after the database marked what goes. */
    void retireRest(DrivenRun run, String inUse) {
        retention.retired(run.id()).forEach(artifacts::delete);
        retire(run, inUse);
    }

    /** Copies the plain files of a model directory, hidden ones left out. */
    private static void copy(Path from, Path to) {
        try {
            for (Path file : DirectoryHashes.files(from)) {
                Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the model in " + from + ": " + e.getMessage(), e);
        }
    }
}
