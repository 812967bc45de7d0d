package org.geor1.factcheck.check;

import java.util.Optional;
import java.util.Set;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/**
 * Climates that a country does not have, and latitudes at which they do not occur. Both are coarse on purpose: a country has
 * every Köppen class that covers a thousandth of it, and latitudes are wide. So what is called false is far off.
 */
final class ClimateJudge {

    private ClimateJudge() {}

    /** What makes the claim false, or empty. */
    static Optional<String> objection(String climate, Country country, @Nullable Position position) {
        Set<String> has = country.climates();
        if (position != null) {
            double latitude = Math.abs(position.latitude());
            boolean far = switch (climate) {
                case "tropical" -> latitude > 32;
                case "polar" -> latitude < 50;
                case "mediterranean" -> latitude < 20 || latitude > 50;
                case "subtropical" -> latitude < 8 || latitude > 48;
                default -> false;
            };
            if (far) {
                return Optional.of("not at a latitude of %.0f degrees".formatted(position.latitude()));
            }
        }
        boolean missing = switch (climate) {
            case "tropical" -> !has.contains("A");
            case "polar" -> !has.contains("E") && !has.contains("D");
            case "mediterranean" -> !has.contains("Cs");
            case "arid" -> !has.contains("BS") && !has.contains("BW");
            case "continental" -> !has.contains("D");
            case "temperate" -> has.stream().noneMatch(type -> type.startsWith("C") || type.equals("D"));
            default -> false;
        };
        return missing && !has.isEmpty()
                ? Optional.of("Köppen classes of " + country.name() + " are "
                        + String.join(", ", has.stream().sorted().toList()))
                : Optional.empty();
    }
}
