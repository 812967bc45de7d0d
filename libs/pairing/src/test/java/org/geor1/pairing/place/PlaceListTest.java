package org.geor1.pairing.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.question.Pools;
import org.geor1.pairing.question.Question;
import org.geor1.pairing.question.QuestionMaker;
import org.junit.jupiter.api.Test;

/** Contract: a list gives back what entered it, in that order, takes little memory, and gives the questions of a table. */
class PlaceListTest {

    private static PlaceList list(List<PlaceRow> rows) {
        PlaceList.Builder builder = new PlaceList.Builder(rows.size());
        rows.forEach(row -> builder.add(
                row.id(),
                row.point(),
                row.city(),
                row.country(),
                row.split(),
                row.tile().sha256(),
                row.panorama() != null));
        return builder.build();
    }

    @Test
    void placesComeBackInTheirOrder() {
        List<PlaceRow> rows = Made.shuffled(Made.cities(7, 41, 2), 1);
        PlaceList list = list(rows);
        PlaceTable table = Made.table(rows);
        assertThat(list.size()).isEqualTo(rows.size());
        for (int i = 0; i < list.size(); i++) {
            PlaceRow row = rows.get(i);
            int there = table.find(row.id());
            assertThat(list.id(i)).isEqualTo(row.id());
            assertThat(list.point(i)).isEqualTo(row.point());
            assertThat(list.cityLabel(i)).isEqualTo(row.city() + ", " + row.country());
            assertThat(list.countryName(i)).isEqualTo(row.country());
            assertThat(list.split(i)).isEqualTo(row.split());
            assertThat(list.hasPanorama(i)).isEqualTo(row.panorama() != null);
            assertThat(list.tileContent(i)).isEqualTo(table.tileContent(there));
            assertThat(list.tileLook(i)).isEqualTo(Look.NONE);
        }
    }

    @Test
    void aPlaceTakesAbout60BytesWithItsId() {
        PlaceList list = list(Made.cities(50, 400, 1));
        assertThat(list.memory() / list.size()).isBetween(40L, 60L);
    }

    @Test
    void questionsAreThoseOfATable() {
        List<PlaceRow> rows = Made.cities(4, 50, 3);
        for (Confusers confusers : List.of(Confusers.SAME_CITY, Confusers.SAME_COUNTRY, Confusers.GLOBAL)) {
            PairingRules rules = PairingRules.of(4, confusers, 250, 0);
            assertThat(questions(list(rows), rules)).isEqualTo(questions(Made.table(rows), rules));
        }
    }

    private static List<Question> questions(Places places, PairingRules rules) {
        QuestionMaker maker =
                new QuestionMaker(places, rules, Split.TRAIN, Pools.of(places, rules, Split.TRAIN), true, 9);
        return LongStream.range(0, 80).mapToObj(maker::question).toList();
    }
}
