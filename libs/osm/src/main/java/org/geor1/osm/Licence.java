package org.geor1.osm;

/** What whoever passes on pictures or facts from OpenStreetMap has to say. */
final class Licence {

    static final String NAME = "ODbL-1.0";
    static final String ATTRIBUTION = "© OpenStreetMap contributors";

    static final String TEXT = """
            The pictures and facts in this directory are made from OpenStreetMap data.

            © OpenStreetMap contributors
            https://www.openstreetmap.org/copyright

            The data is available under the Open Database License (ODbL) 1.0:
            https://opendatacommons.org/licenses/odbl/1-0/

            Whoever shows or passes on the pictures has to name "© OpenStreetMap contributors" and say that the data is
            available under the Open Database License. facts.jsonl and img_info.csv are a database derived from
            OpenStreetMap: whoever passes them on, changed or not, has to do so under the same license.
            """;

    private Licence() {}
}
