package org.geor1.pairing.write;

import org.geor1.data.file.Json;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.question.Question;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions as JSON lines of VLM-R1: {@code id}, {@code image} (the panorama, then the tiles), {@code conversations}, and for
 * those who analyse results the place, the confusers, and the ids and distances of the candidates in their order.
 */
public final class QuestionRows {

    /** Where pictures lie, relative to the folder of the lines. */
    public static final String IMAGES = "images/";

    private final PlaceTable table;
    private final String prompt;

    /** @param candidates of each question */
    public QuestionRows(PlaceTable table, PromptTemplate template, int candidates) {
        this.table = table;
        this.prompt = template.render(candidates);
    }

    public String line(Question question) {
        int place = question.place();
        ObjectNode row = Json.MAPPER.createObjectNode().put("id", question.id());
        ArrayNode images = row.putArray("image").add(IMAGES + table.panoramas().fileName(place));
        question.candidates().forEach(tile -> images.add(IMAGES + table.tiles().fileName(tile)));
        ArrayNode turns = row.putArray("conversations");
        turns.addObject().put("from", "human").put("value", prompt);
        turns.addObject().put("from", "gpt").put("value", question.answer());
        GeoPoint point = table.point(place);
        row.put("latitude", point.latitude()).put("longitude", point.longitude());
        if (table.cityName(place) != null) {
            row.put("city", table.cityName(place));
        }
        if (table.countryName(place) != null) {
            row.put("country", table.countryName(place));
        }
        row.put("confusers", question.confusers().title());
        ArrayNode candidates = row.putArray("candidates");
        question.candidates().forEach(candidate -> candidates.add(table.id(candidate)));
        ArrayNode metres = row.putArray("distances_m");
        question.metres().forEach(distance -> metres.add(Math.round(distance)));
        return row.toString();
    }
}
