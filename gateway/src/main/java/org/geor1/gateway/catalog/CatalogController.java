package org.geor1.gateway.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.geor1.gateway.PageView;
import org.geor1.jobs.catalog.ModelCatalog;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What a run can start from. */
@Tag(name = "catalog")
@RestController
class CatalogController {
    private final ModelCatalog models;

    CatalogController(ModelCatalog models) {
        this.models = models;
    }

    /** Paths on the server stay out of it. */
    record ModelView(
            String name,
            @Nullable String checkpoint,
            @Nullable String artifact,
            boolean promoted) {}

    record OpenAiModels(String object, List<OpenAiModel> data) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record OpenAiModel(String id, String object, String ownedBy) {}

    @Operation(summary = "Models: shipped ones, promoted checkpoints, other checkpoints, newest first")
    @GetMapping("/api/v1/models")
    PageView<ModelView> listModels() {
        return PageView.whole(models.list().stream()
                .map(m -> new ModelView(m.name(), m.checkpoint(), m.artifact(), m.promoted()))
                .toList());
    }

    @Operation(summary = "The same models in OpenAI's shape")
    @GetMapping("/v1/models")
    OpenAiModels listOpenAiModels() {
        return new OpenAiModels(
                "list",
                models.list().stream()
                        .map(m -> new OpenAiModel(m.name(), "model", "geor1"))
                        .toList());
    }
}
