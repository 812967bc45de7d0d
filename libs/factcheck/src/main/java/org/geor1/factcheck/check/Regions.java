package org.geor1.factcheck.check;

import java.util.Map;
import java.util.Set;
import org.geor1.gazetteer.Continent;
import org.geor1.gazetteer.Country;

/** Which countries a continent or a large region may be said to have. Where usage differs, both are right. */
final class Regions {
    private static final Map<String, Set<String>> COUNTRIES = Map.ofEntries(
            entry("North Africa", "DZ EG EH LY MA SD TN MR TD NE ML"),
            entry("West Africa", "BF BJ CI CM CV GH GM GN GW LR ML MR NE NG SL SN TG TD ST SH"),
            entry("East Africa", "BI DJ ER ET KE KM MG MU MW MZ RE RW SC SD SO SS TZ UG YT ZM ZW EG CD"),
            entry("Southern Africa", "AO BW LS MG MU MW MZ NA SZ ZA ZM ZW KM TZ CD"),
            entry("Central Africa", "AO BI CD CF CG CM GA GQ RW ST TD SD SS UG ZM"),
            entry("Central Asia", "AF KG KZ MN TJ TM UZ CN RU"),
            entry("Southeast Asia", "BN CX CC ID KH LA MM MY PH SG TH TL VN"),
            entry("South Asia", "AF BD BT IN IR LK MV NP PK IO MM"),
            entry("East Asia", "CN HK JP KP KR MN MO TW RU"),
            entry("Middle East", "AE AF AM AZ BH CY EG GE IL IQ IR JO KW LB OM PS QA SA SY TR YE LY SD PK"),
            entry("Scandinavia", "DK FI FO IS NO SE AX SJ"),
            entry("Balkans", "AL BA BG GR HR ME MK RO RS SI TR XK CY MD"),
            entry("Central America", "BZ CR GT HN MX NI PA SV"),
            entry(
                    "Caribbean",
                    "AG AI AW BB BL BQ BS BZ CO CR CU CW DM DO GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PR SR SX TC TT VC VE VG VI BM US"));

    private Regions() {}

    private static Map.Entry<String, Set<String>> entry(String region, String codes) {
        return Map.entry(region, Set.of(codes.split(" ")));
    }

    static boolean has(String region, Country country) {
        if (region.equals("Latin America")) {
            boolean american = country.continents().contains(Continent.SOUTH_AMERICA)
                    || country.continents().contains(Continent.NORTH_AMERICA);
            return american && !Set.of("US", "CA", "GL", "BM").contains(country.code());
        }
        Set<String> listed = COUNTRIES.get(region);
        return listed != null
                ? listed.contains(country.code())
                : country.continents().stream()
                        .anyMatch(continent -> continent.title().equals(region));
    }
}
