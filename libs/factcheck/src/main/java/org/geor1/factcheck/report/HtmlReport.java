package org.geor1.factcheck.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one page that loads nothing from elsewhere. Whatever comes from the exemplars is escaped. */
public final class HtmlReport {
    private static final int BAR = 22;
    private static final int LABEL = 190;
    private static final int WIDTH = 420;

    private HtmlReport() {}

    /** The page in HTML 5 with its plots as inline SVG. */
    public static String of(Report report, String title) {
        return of(report, title, Map.of());
    }

    /**
     * The page with more figures.
     *
     * @param tables names and values by the heading of the table that they stand in
     */
    public static String of(Report report, String title, Map<String, Map<String, String>> tables) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
                .append(escape(title));
        page.append(
                "</title><style>body{font:15px/1.5 system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em;color:#222}"
                        + "h2{margin-top:2em;font-size:1.1em}td,th{padding:.1em .8em .1em 0;text-align:left}svg text{font:12px system-ui,sans-serif}"
                        + "@media(prefers-color-scheme:dark){body{background:#181a1b;color:#ddd}svg text{fill:#ddd}}</style>");
        page.append("<h1>Fact check</h1><p>").append(escape(title)).append("</p>");
        page.append("<p>")
                .append(report.exemplars())
                .append(" exemplars: ")
                .append(escape(
                        report.outcomes().toString().replaceAll("[{}]", "").replace("=", " ")))
                .append(".</p>");
        tables.forEach((heading, rows) -> table(page, heading, rows));
        section(page, "Errors by kind of claim", "False claims, and all claims of the kind", kinds(report));
        section(
                page,
                "Length",
                "Texts by number of words: bars of 20 words, the last has all longer ones",
                lengths(report.lengths()));
        page.append(String.format(
                Locale.ROOT,
                "<p>Shortest %d, median %d, 95 %% up to %d, longest %d words.</p>",
                report.lengths().min(),
                report.lengths().median(),
                report.lengths().p95(),
                report.lengths().max()));
        section(page, "Continents", "Exemplars with an error, and all", regions(report.continents()));
        section(page, "Countries", "The twenty with the most exemplars", regions(report.countries()));
        page.append(String.format(
                Locale.ROOT,
                "<p>Evenness over countries: %.2f (1 is as many in each, 0 is one country only).</p>",
                report.evenness()));
        duplicates(page, report.duplicates());
        return page.append("</html>\n").toString();
    }

    private static void section(StringBuilder page, String heading, String caption, String plot) {
        page.append("<h2>")
                .append(heading)
                .append("</h2><p>")
                .append(caption)
                .append(".</p>")
                .append(plot);
    }

    private static void table(StringBuilder page, String heading, Map<String, String> rows) {
        page.append("<h2>").append(escape(heading)).append("</h2><table>");
        rows.forEach((name, value) -> page.append("<tr><td>")
                .append(escape(name))
                .append("</td><td>")
                .append(escape(value))
                .append("</td></tr>"));
        page.append("</table>");
    }

    private static String kinds(Report report) {
        Map<String, int[]> bars = new LinkedHashMap<>();
        report.kinds()
                .forEach((kind, rate) -> bars.put(
                        kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        new int[] {rate.errors(), Math.max(rate.claims(), rate.errors())}));
        return bars(bars);
    }

    private static String regions(Map<String, Report.Region> regions) {
        Map<String, int[]> bars = new LinkedHashMap<>();
        regions.forEach((name, region) -> bars.put(name, new int[] {region.withErrors(), region.exemplars()}));
        return bars(bars);
    }

    /** A bar for each name: the first number dark, of the second light. */
    private static String bars(Map<String, int[]> bars) {
        int most = bars.values().stream().mapToInt(pair -> pair[1]).max().orElse(1);
        StringBuilder svg = svg(LABEL + WIDTH + 140, BAR * bars.size() + 4);
        int y = 0;
        for (Map.Entry<String, int[]> bar : bars.entrySet()) {
            int part = bar.getValue()[0];
            int all = bar.getValue()[1];
            double scale = (double) WIDTH / Math.max(1, most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    LABEL - 8,
                    y + 15,
                    escape(bar.getKey())));
            rectangle(svg, LABEL, y + 3, all * scale, BAR - 6, "#9ec5e8");
            rectangle(svg, LABEL, y + 3, part * scale, BAR - 6, "#c0392b");
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%d of %d (%.1f %%)</text>",
                    LABEL + all * scale + 6,
                    y + 15,
                    part,
                    all,
                    all == 0 ? 0 : 100.0 * part / all));
            y += BAR;
        }
        return svg.append("</svg>").toString();
    }

    private static String lengths(Report.Lengths lengths) {
        int high = 140;
        int wide = 24;
        List<Integer> bins = lengths.bins();
        int most = Math.max(1, bins.stream().mapToInt(count -> count).max().orElse(1));
        StringBuilder svg = svg(wide * bins.size() + 20, high + 24);
        for (int i = 0; i < bins.size(); i++) {
            double tall = (double) high * bins.get(i) / most;
            rectangle(svg, i * wide + 2, high - tall, wide - 3, tall, "#9ec5e8");
            if (i % 5 == 0) {
                svg.append(
                        String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%d</text>", i * wide, high + 16, i * 20));
            }
        }
        return svg.append("</svg>").toString();
    }

    private static void duplicates(StringBuilder page, Report.Duplicates duplicates) {
        page.append(String.format(
                Locale.ROOT,
                "<h2>Duplicates</h2><p>%d exact and %d near duplicates; %d different texts were compared.</p>",
                duplicates.exact(),
                duplicates.near(),
                duplicates.compared()));
        if (!duplicates.examples().isEmpty()) {
            page.append("<table><tr><th>Text</th><th>is like</th></tr>");
            for (List<String> pair : duplicates.examples()) {
                page.append("<tr><td>")
                        .append(escape(pair.get(0)))
                        .append("</td><td>")
                        .append(escape(pair.get(1)))
                        .append("</td></tr>");
            }
            page.append("</table>");
        }
    }

    private static StringBuilder svg(int width, int height) {
        return new StringBuilder(String.format(
                Locale.ROOT, "<svg role=\"img\" width=\"%d\" height=\"%d\" fill=\"currentColor\">", width, height));
    }

    private static void rectangle(StringBuilder svg, double x, double y, double width, double height, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x,
                y,
                width,
                height,
                colour));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
