package org.geor1.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document describes exactly the public operations, with the server's own names, types, bounds and errors. */
class OpenApiDocumentTest extends GatewayServerTest {
    @Autowired
    RequestMappingHandlerMapping requestMappingHandlerMapping;

    private JsonNode document() {
        return json(get("/v3/api-docs"));
    }

    @Test
    void describesItself() {
        JsonNode info = document().get("info");
        assertThat(info.get("title").stringValue()).isEqualTo("Geo-R1");
        assertThat(info.at("/license/identifier").stringValue()).isEqualTo("Apache-2.0");
        assertThat(info.get("version").stringValue()).isNotBlank();
        assertThat(info.get("description").stringValue()).isNotBlank();
    }

    @Test
    void hasExactlyThePublicOperations() {
        List<String> served = new ArrayList<>();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            for (String path : mapping.getPatternValues()) {
                if (path.startsWith("/api/") || path.startsWith("/v1/")) {
                    mapping.getMethodsCondition()
                            .getMethods()
                            .forEach(verb ->
                                    served.add(verb + " " + path.replaceAll("\\{\\*?(\\w+)(:[^/]*)?}$", "{$1}")));
                }
            }
        });
        List<String> documented = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            path.getValue().propertyNames().forEach(verb -> documented.add(verb.toUpperCase() + " " + path.getKey()));
        }
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(served.stream().distinct().toList());
    }

    @Test
    void everyOperationHasItsMediaTypesErrorsAndASummary() {
        for (Map.Entry<String, JsonNode> path : document().get("paths").properties()) {
            String errors = path.getKey().startsWith("/v1/") ? "application/json" : "application/problem+json";
            for (JsonNode operation : path.getValue()) {
                assertThat(operation.get("summary").stringValue())
                        .as(path.getKey())
                        .isNotBlank();
                assertThat(operation.toString()).as(path.getKey()).doesNotContain("*/*", "x-error-codes");
                for (String status : List.of("400", "403", "406", "500", "503")) {
                    assertThat(operation.at("/responses/" + status + "/content").propertyNames())
                            .as(path.getKey() + " " + status)
                            .containsExactly(errors);
                }
            }
        }
    }

    @Test
    void runRequestsAreDescribedByTheirReader() {
        JsonNode schemas = document().at("/components/schemas");
        ObjectNode read = RunSpecReader.schema();
        // A list of objects, which client generators cannot express as a default.
        ((ObjectNode) read.at("/properties/reward/properties/components")).remove("default");
        JsonNode run = normal(read);
        assertThat(schemas.at("/RunRequest/properties")).isEqualTo(run.get("properties"));
        assertThat(schemas.at("/RunRequest/required")).containsExactlyInAnyOrderElementsOf(run.get("required"));
        assertThat(schemas.get("ForkRequest")).isEqualTo(normal(RunFork.schema()));
        assertThat(document()
                        .at("/paths/~1api~1v1~1runs/post/requestBody/content/application~1json/schema/$ref")
                        .stringValue())
                .isEqualTo("#/components/schemas/RunRequest");
    }

    @Test
    void requestSchemasAreServedUnderTheirOwnPaths() {
        JsonNode run = json(get("/api/v1/schemas/run"));
        assertThat(run.get("properties"))
                .isEqualTo(normal(RunSpecReader.schema()).get("properties"));
        JsonNode beta = run.at("/properties/method/properties/grpo/properties/beta");
        assertThat(beta.get("description").stringValue()).isNotBlank();
        assertThat(beta.get("maximum").intValue()).isEqualTo(10);
        assertThat(json(get("/api/v1/schemas/fork")).get("properties"))
                .isEqualTo(normal(RunFork.schema()).get("properties"));
    }

    @Test
    void parametersHaveTheirBoundsDefaultsAndNames() {
        JsonNode parameters = document().at("/paths/~1api~1v1~1runs/get/parameters");
        JsonNode limit = named(parameters, "limit").get("schema");
        assertThat(limit.get("minimum").intValue()).isEqualTo(1);
        assertThat(limit.get("maximum").intValue()).isEqualTo(200);
        assertThat(limit.get("default").intValue()).isEqualTo(50);
        for (JsonNode state : named(parameters, "state").at("/schema/enum")) {
            assertThat(get("/api/v1/runs?state=" + state.stringValue()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(get("/api/v1/runs?limit=201").statusCode()).isEqualTo(400);
    }

    @Test
    void photosAreSentAsJsonOrAsAForm() {
        JsonNode operation = document().at("/paths/~1v1~1geolocate/post");
        assertThat(operation.path("parameters")).isEmpty();
        JsonNode content = operation.at("/requestBody/content");
        assertThat(content.propertyNames()).containsExactlyInAnyOrder("application/json", "multipart/form-data");
        JsonNode form = content.at("/multipart~1form-data/schema");
        assertThat(form.get("properties").propertyNames()).containsExactlyInAnyOrder("image", "model", "mode");
        assertThat(form.at("/properties/image/format").stringValue()).isEqualTo("binary");
        assertThat(form.get("required")).hasSize(1);
        JsonNode json = document().at("/components/schemas/GeolocateRequest");
        assertThat(json.get("required")).hasSize(1);
        assertThat(json.at("/properties/mode/enum")).hasSize(2);
        assertThat(json.at("/properties/candidates/maxItems").intValue()).isEqualTo(10);
        assertThat(json.at("/properties/n/maximum").intValue()).isEqualTo(16);
        assertThat(json.at("/properties/top_k/maximum").intValue()).isEqualTo(16);
        assertThat(json.at("/properties/seed/format").stringValue()).isEqualTo("int64");
    }

    @Test
    void methodsWithoutARouteAreNotAllowed() {
        for (String method : List.of("QUERY", "PATCH", "PROPFIND")) {
            var response = send(request("/api/v1/runs").method(method, HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).as(method).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow").orElseThrow()).contains("GET", "POST");
        }
    }

    private static JsonNode named(JsonNode parameters, String name) {
        return parameters
                .valueStream()
                .filter(parameter -> parameter.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The same JSON, with numbers as any other parser reads them. */
    private static JsonNode normal(JsonNode schema) {
        return JsonMapper.shared().readTree(schema.toString());
    }
}
