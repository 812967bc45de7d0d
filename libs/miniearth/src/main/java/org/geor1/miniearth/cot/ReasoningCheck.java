package org.geor1.miniearth.cot;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.View;
import org.jspecify.annotations.Nullable;

/** Checks the clauses of the knowledge and evidence steps, which may say the same kinds of thing. */
final class ReasoningCheck {
    private static final Pattern COUNTRY = Pattern.compile("(\\w+) (signs|paint) and (\\w+) suggest (\\w+)");
    private static final Pattern CITY = Pattern.compile("(\\w+) roofs suggest (\\w+)");
    private static final Pattern CLIMATE = Pattern.compile("(\\w+) suggests (\\w+)");
    private static final Pattern MARKS = Pattern.compile("(\\w+) marks (north|east|south|west)");
    private static final Pattern KEEP = Pattern.compile("cars keep (\\w+)");
    private static final Pattern SHOWS = Pattern.compile("(north|east|south|west) shows (\\w+)");
    private static final Pattern IS = Pattern.compile("which is (\\w+)");
    private static final String AGREES = "which agrees";

    private final Place place;
    private final View view;
    private final List<Violation> violations;
    private boolean countryNamed;

    /** Violations found are added to the list. */
    ReasoningCheck(Place place, View view, List<Violation> violations) {
        this.place = place;
        this.view = view;
        this.violations = violations;
    }

    void step(ClaimKind step, String sentence) {
        for (String clause : sentence.split(", ", -1)) {
            String truth = truth(clause);
            if (truth == null) {
                violations.add(new Violation(ClaimKind.STRUCTURE, clause, "not a claim that can be checked"));
            } else if (!truth.equals(clause)) {
                violations.add(new Violation(step, clause, "true is: " + truth));
            }
        }
    }

    /** The clause as it would read if it were true here; null if its form is not known. */
    private @Nullable String truth(String clause) {
        String country = place.country().name();
        String climate = place.climate().word();
        String ground = place.climate().ground();
        if (COUNTRY.matcher(clause).matches()) {
            countryNamed = true;
            return place.country().signs().word() + " " + signsIn(view) + " and " + ground + " suggest " + country;
        }
        if (CITY.matcher(clause).matches()) {
            return place.city().style().roofSwatch().word() + " roofs suggest "
                    + place.city().name();
        }
        if (CLIMATE.matcher(clause).matches()) {
            return ground + " suggests " + climate;
        }
        if (KEEP.matcher(clause).matches()) {
            return "cars keep " + place.drivingSide().word();
        }
        if (IS.matcher(clause).matches() && countryNamed) {
            return "which is " + climate;
        }
        if (clause.equals(AGREES) && countryNamed) {
            return AGREES;
        }
        Matcher marks = MARKS.matcher(clause);
        if (marks.matches()) {
            return direction(marks.group(2)).legendColour() + " marks " + marks.group(2);
        }
        Matcher shows = SHOWS.matcher(clause);
        if (shows.matches()) {
            return shows.group(1) + " shows "
                    + place.cues().at(direction(shows.group(1))).word();
        }
        return null;
    }

    static Direction direction(String word) {
        return Direction.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What carries the country's colour in that view. */
    static String signsIn(View view) {
        return view == View.PANORAMA ? "signs" : "paint";
    }
}
