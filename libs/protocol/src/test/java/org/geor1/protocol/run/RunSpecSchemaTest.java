package org.geor1.protocol.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** For each field, the schema of a run states exactly what the reader applies: name, default and bounds. */
class RunSpecSchemaTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode SCHEMA = RunSpecReader.schema();

    @ParameterizedTest
    @EnumSource
    void defaultsOfAStoredRunEqualThoseOfTheSchema(RunKind kind) {
        ObjectNode stored = JSON.valueToTree(RunSpecReader.read(minimal(kind)));
        stored.remove("model");
        ((ObjectNode) stored.get("method")).remove("type");
        ((ObjectNode) stored.get("reward")).remove("components");
        assertDefaults("", SCHEMA, stored);
    }

    private static void assertDefaults(String path, JsonNode schema, JsonNode stored) {
        for (Map.Entry<String, JsonNode> field : stored.properties()) {
            String at = path + "/" + field.getKey();
            JsonNode declared = schema.path("properties").get(field.getKey());
            assertThat(declared).as("%s is in the schema", at).isNotNull();
            if (field.getValue().isObject()) {
                assertDefaults(at, declared, field.getValue());
            } else if (field.getValue().isValueNode()) {
                JsonNode described = declared.has("anyOf") ? declared.at("/anyOf/1") : declared;
                assertThat(described.path("default").asString(null))
                        .as(at)
                        .isEqualTo(field.getValue().asString(null));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFieldOfTheSchemaIsKnownToTheReaderWithItsBounds(RunKind kind) {
        ObjectNode run = minimal(kind);
        List<String> wrong = new ArrayList<>();
        JsonNode settings = SCHEMA.at("/properties/method/properties/" + kind.wire());
        for (Map.Entry<String, JsonNode> field : settings.get("properties").properties()) {
            JsonNode declared = field.getValue();
            String path = "method." + kind.wire() + "." + field.getKey();
            if (declared.has("minimum")) {
                expect(run, path, declared.get("minimum"), true, wrong);
                expect(run, path, declared.get("maximum"), true, wrong);
                expect(run, path, moved(declared.get("minimum"), -1), false, wrong);
                expect(run, path, moved(declared.get("maximum"), 1), false, wrong);
            }
            for (JsonNode value : declared.path("enum")) {
                expect(run, path, value, true, wrong);
            }
            expect(run, path, JSON.createArrayNode().add(JSON.createObjectNode()), false, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    private static JsonNode moved(JsonNode bound, int by) {
        return bound.isIntegralNumber()
                ? JsonNodeFactory.instance.numberNode(bound.bigIntegerValue().add(java.math.BigInteger.valueOf(by)))
                : JsonNodeFactory.instance.numberNode(bound.doubleValue() + by);
    }

    /** Leaves out errors about other fields or combinations of fields, which the schema cannot express. */
    private static void expect(ObjectNode run, String path, JsonNode value, boolean taken, List<String> wrong) {
        ObjectNode changed = run.deepCopy();
        String[] steps = path.split("\\.");
        ((ObjectNode) changed.get("method")).withObject(steps[1]).set(steps[2], value);
        String fault = faults(changed).stream()
                .filter(error -> error.field().startsWith(path))
                .map(FieldError::message)
                .filter(message ->
                        !message.contains("needs ") && !message.contains("while") && !message.contains("less than"))
                .findFirst()
                .orElse(null);
        if ((fault == null) != taken || "is unknown".equals(fault)) {
            wrong.add(path + " = " + value + ": " + fault);
        }
    }

    private static List<FieldError> faults(JsonNode run) {
        try {
            RunSpecReader.read(run);
            return List.of();
        } catch (InvalidRequestException e) {
            return e.errors();
        }
    }

    @Test
    void requiredFieldsAreThoseTheReaderRequires() {
        assertThat(faults(JSON.createObjectNode()).stream()
                        .filter(error -> error.message().equals("is required"))
                        .map(FieldError::field))
                .containsExactlyInAnyOrderElementsOf(SCHEMA.get("required")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
    }

    @Test
    void forkIsDescribedByItsReaderToo() {
        JsonNode schema = RunFork.schema();
        assertThat(schema.get("properties").propertyNames())
                .containsExactlyInAnyOrder("step", "resume_optimizer", "overrides");
        assertThat(schema.at("/properties/step/minimum").longValue()).isEqualTo(1);
        assertThat(schema.at("/properties/overrides/additionalProperties").booleanValue())
                .isTrue();
    }

    private static ObjectNode minimal(RunKind kind) {
        return (ObjectNode)
                JSON.readTree("{\"model\":\"nano-base\",\"method\":{\"type\":\"%s\"}}".formatted(kind.wire()));
    }
}
