package org.geor1.gateway.geolocate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.geor1.geo.calibration.Calibration;
import org.geor1.jobs.artifact.DirectoryHashes;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.catalog.ModelCatalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The calibrations of the models that answer. A model is known by its weights, whatever it is called. */
@Component
class ModelCalibrations {
    private static final Logger log = LoggerFactory.getLogger(ModelCalibrations.class);

    private final CalibrationStore calibrations;
    private final ModelCatalog models;
    private final JsonMapper json;
    private final DirectoryHashes hashes = new DirectoryHashes();

    ModelCalibrations(CalibrationStore calibrations, ModelCatalog models, JsonMapper json) {
        this.calibrations = calibrations;
        this.models = models;
        this.json = json;
    }

    /** What a model's answers mean if they are drawn in this way; empty if no evaluation has measured that. */
    Optional<ModelCalibration> of(InferenceClient.Asked asked, Sampling sampling) {
        String style = asked.style().versioned();
        // Checked first, because hashing a model's directory takes long.
        if (!calibrations.isAny(style, sampling.n(), sampling.temperature())) {
            return Optional.empty();
        }
        return models.find(asked.model())
                .flatMap(this::policy)
                .flatMap(policy ->
                        calibrations.find(policy, style, sampling.n(), sampling.temperature(), asked.maxTokens()))
                .map(this::read);
    }

    private Optional<String> policy(ModelCatalog.Model model) {
        Path directory = model.directory();
        if (directory == null) {
            return Optional.ofNullable(model.artifact());
        }
        try {
            return Optional.of(hashes.sha256(directory));
        } catch (IOException e) {
            log.warn("The model in {} cannot be read, so it counts as not calibrated: {}", directory, e.toString());
            return Optional.empty();
        }
    }

    private ModelCalibration read(StoredCalibration stored) {
        return new ModelCalibration(
                json.treeToValue(stored.fit(), Calibration.class),
                new GeolocateView.CalibrationRun(
                        stored.runId(), stored.dataset(), stored.n(), stored.items(), stored.ece(), stored.coverage()));
    }
}
