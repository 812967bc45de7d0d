package org.geor1.osm.views;

import java.util.Set;

/** Where traffic keeps left, by ISO 3166-1 code. */
final class LeftHandTraffic {

    private static final Set<String> COUNTRIES = Set.of(
            "AG", "AI", "AU", "BB", "BD", "BM", "BN", "BS", "BT", "BW", "CC", "CK", "CX", "CY", "DM", "FJ", "FK", "GB",
            "GD", "GG", "GY", "HK", "ID", "IE", "IM", "IN", "JE", "JM", "JP", "KE", "KI", "KN", "KY", "LC", "LK", "LS",
            "MO", "MS", "MT", "MU", "MV", "MW", "MY", "MZ", "NA", "NF", "NP", "NR", "NU", "NZ", "PG", "PK", "PN", "SB",
            "SC", "SG", "SH", "SR", "SZ", "TC", "TH", "TK", "TL", "TO", "TT", "TV", "TZ", "UG", "VC", "VG", "VI", "WS",
            "ZA", "ZM", "ZW");

    private LeftHandTraffic() {}

    /** {@code left} or {@code right}. */
    static String side(String country) {
        return COUNTRIES.contains(country) ? "left" : "right";
    }
}
