package org.geor1.gateway.runs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpecReader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON Schemas of what callers post, for forms, editors and checks before a run is submitted. */
@Tag(name = "runs")
@RestController
@RequestMapping("/api/v1/schemas")
class SchemaController {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Map<String, Object> run = named(RunSpecReader.schema(), "Run");
    private final Map<String, Object> fork = named(RunFork.schema(), "Fork");

    private static Map<String, Object> named(ObjectNode schema, String title) {
        return JsonMapper.shared()
                .convertValue(schema.put("$schema", DIALECT).put("title", title), new TypeReference<>() {});
    }

    @Operation(summary = "JSON Schema of a run: every setting with its description, default and bounds")
    @GetMapping("/run")
    Map<String, Object> runSchema() {
        return run;
    }

    @Operation(summary = "JSON Schema of a fork")
    @GetMapping("/fork")
    Map<String, Object> forkSchema() {
        return fork;
    }
}
