package org.geor1.data.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.data.FaultException;
import org.geor1.data.Turn;
import org.geor1.data.file.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads conversations by the names a dataset has for roles and texts. */
final class Turns {

    private Turns() {}

    /**
     * @param roles maps the dataset's roles to ours
     * @throws FaultException if a turn has another role, or no text
     */
    static List<Turn> read(JsonNode list, String roleField, String textField, Map<String, String> roles)
            throws FaultException {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            String given = Json.text(turn, roleField);
            String role = given == null ? null : roles.get(given);
            if (role == null) {
                throw new FaultException("has a turn with '%s' %s; it must be one of %s"
                        .formatted(
                                roleField,
                                given,
                                String.join(
                                        ", ", roles.keySet().stream().sorted().toList())));
            }
            String text = Json.text(turn, textField);
            if (text == null) {
                throw new FaultException("has a turn of '" + given + "' without a '" + textField + "'");
            }
            turns.add(new Turn(role, text));
        }
        return turns;
    }

    /** What the assistant says last, without answer tags; null if it says nothing. */
    static @Nullable String answer(List<Turn> turns) {
        for (int index = turns.size() - 1; index >= 0; index--) {
            if (turns.get(index).role().equals(Turn.ASSISTANT)) {
                return untagged(turns.get(index).text());
            }
        }
        return null;
    }

    private static String untagged(String text) {
        int from = text.lastIndexOf("<answer>");
        int to = text.lastIndexOf("</answer>");
        return (from >= 0 && to > from ? text.substring(from + "<answer>".length(), to) : text).strip();
    }
}
