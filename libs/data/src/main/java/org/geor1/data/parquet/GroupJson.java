package org.geor1.data.parquet;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.geor1.data.FaultException;
import org.geor1.data.file.Utf8;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record as the JSON object that the same row would be in JSON lines; bytes stay bytes. Maps are lists of their entries. */
final class GroupJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GroupJson() {}

    static ObjectNode object(Group group) throws FaultException {
        ObjectNode object = JSON.objectNode();
        GroupType type = group.getType();
        for (int field = 0; field < type.getFieldCount(); field++) {
            int count = group.getFieldRepetitionCount(field);
            Type fieldType = type.getType(field);
            if (fieldType.isRepetition(Type.Repetition.REPEATED)) {
                object.set(fieldType.getName(), repeated(group, field));
            } else if (count == 1) {
                object.set(fieldType.getName(), value(group, field, 0));
            }
        }
        return object;
    }

    private static ArrayNode repeated(Group group, int field) throws FaultException {
        ArrayNode array = JSON.arrayNode();
        for (int index = 0; index < group.getFieldRepetitionCount(field); index++) {
            array.add(value(group, field, index));
        }
        return array;
    }

    private static JsonNode value(Group group, int field, int index) throws FaultException {
        Type type = group.getType().getType(field);
        if (!type.isPrimitive()) {
            Group inner = group.getGroup(field, index);
            boolean list = type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
            return list ? list(inner) : object(inner);
        }
        return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.booleanNode(group.getBoolean(field, index));
            case INT32 -> JSON.numberNode(group.getInteger(field, index));
            case INT64 -> JSON.numberNode(group.getLong(field, index));
            case FLOAT -> JSON.numberNode(group.getFloat(field, index));
            case DOUBLE -> JSON.numberNode(group.getDouble(field, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> binary(group, field, index, type.getLogicalTypeAnnotation());
        };
    }

    private static JsonNode binary(Group group, int field, int index, @Nullable LogicalTypeAnnotation kind)
            throws FaultException {
        byte[] bytes = group.getBinary(field, index).getBytes();
        boolean text = kind instanceof StringLogicalTypeAnnotation
                || kind instanceof EnumLogicalTypeAnnotation
                || kind instanceof JsonLogicalTypeAnnotation;
        return text ? JSON.stringNode(Utf8.decode(bytes)) : JSON.binaryNode(bytes);
    }

    /**
     * The layout of lists (Parquet's LogicalTypes.md): a repeated group with one field is a wrapper around each element,
     * any other repeated field is the element.
     */
    private static ArrayNode list(Group list) throws FaultException {
        Type repeated = list.getType().getType(0);
        ArrayNode array = JSON.arrayNode();
        for (int index = 0; index < list.getFieldRepetitionCount(0); index++) {
            boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
            if (!wrapped) {
                array.add(value(list, 0, index));
                continue;
            }
            Group element = list.getGroup(0, index);
            array.add(element.getFieldRepetitionCount(0) == 0 ? JSON.nullNode() : value(element, 0, 0));
        }
        return array;
    }
}
