package org.geor1.gateway.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.geor1.gateway.OneOf;
import org.geor1.gateway.problems.OpenAiError;
import org.geor1.gateway.security.SecurityProperties;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.web.ErrorCode;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.ParameterCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of the OpenAPI document about the whole server; controllers describe their operations. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    private static final String BEARER = "bearer";
    private static final String SESSION = "session";
    private static final String CODES = "x-error-codes";

    @Bean
    ModelConverter recordSchemas() {
        return new RecordSchemas();
    }

    @Bean
    OpenAPI description(SecurityProperties security) {
        String version = OpenApiConfiguration.class.getPackage().getImplementationVersion();
        OpenAPI document = new OpenAPI()
                .info(new Info()
                        .title("Geo-R1")
                        .version(version == null ? "development" : version)
                        .description(
                                "Trains Qwen2.5-VL to say where a photo was taken, and serves it. Runs train or evaluate a"
                                        + " model; checkpoints, curves, rollouts and events are what they leave behind.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API key. A server without keys serves its own machine only and"
                                                + " asks for none."))
                        .addSecuritySchemes(
                                SESSION,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.COOKIE)
                                        .name("geor1_session")
                                        .description("The cookie that POST /api/v1/session gives for an API key.")));
        return security.keyless()
                ? document
                : document.addSecurityItem(new SecurityRequirement().addList(BEARER))
                        .addSecurityItem(new SecurityRequirement().addList(SESSION));
    }

    /** Remembers the errors that a method names until the operation's path is known. */
    @Bean
    OperationCustomizer namedErrors() {
        return (operation, method) -> {
            Problems problems = method.getMethodAnnotation(Problems.class);
            if (problems != null) {
                operation.addExtension(CODES, problems.value());
            }
            return operation;
        };
    }

    @Bean
    ParameterCustomizer namedChoices() {
        return (parameter, method) -> {
            OneOf names = method.getParameterAnnotation(OneOf.class);
            if (names != null && parameter != null) {
                parameter.setSchema(RecordSchemas.names(names.value()));
            }
            return parameter;
        };
    }

    @Bean
    OpenApiCustomizer schemasAndErrors(SecurityProperties security) {
        ProblemResponses problems = new ProblemResponses(security.keyless());
        return document -> {
            Map<String, Schema> schemas = new HashMap<>();
            addRecord(schemas, ProblemResponses.PROBLEM, Problem.class);
            addRecord(schemas, ProblemResponses.OPEN_AI_ERROR, OpenAiError.class);
            schemas.put("RunRequest", read(RunSpecReader.schema()));
            schemas.put("ForkRequest", read(RunFork.schema()));
            schemas.forEach(document.getComponents()::addSchemas);
            document.getPaths().forEach((path, item) -> addErrors(path, item, problems));
            if (security.keyless()) {
                // A server without keys asks for none, whatever an operation declares.
                document.getPaths().values().stream()
                        .flatMap(item -> item.readOperations().stream())
                        .forEach(operation -> operation.setSecurity(null));
            }
        };
    }

    private static void addErrors(String path, PathItem item, ProblemResponses problems) {
        item.readOperations().forEach(operation -> {
            Set<ErrorCode> own = EnumSet.noneOf(ErrorCode.class);
            Map<String, Object> extensions = operation.getExtensions();
            if (extensions != null && extensions.remove(CODES) instanceof ErrorCode[] named) {
                own.addAll(Set.of(named));
            }
            problems.add(path, operation, own);
        });
    }

    private static void addRecord(Map<String, Schema> schemas, String name, Class<?> record) {
        var resolved = ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(record));
        schemas.putAll(resolved.referencedSchemas);
    }

    /** Defaults that are lists of objects: generators of clients write them down as they are, which no compiler takes. */
    private static void leaveOutListsOfObjects(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("default").path(0).isObject()) {
            object.remove("default");
        }
        schema.forEach(OpenApiConfiguration::leaveOutListsOfObjects);
    }

    private static Schema<?> read(ObjectNode schema) {
        leaveOutListsOfObjects(schema);
        try {
            return Json31.mapper().readValue(schema.toString(), Schema.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("A schema that this code wrote cannot be read back", e);
        }
    }
}
