package org.geor1.factcheck.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.factcheck.text.Span;
import org.geor1.gazetteer.Position;

/** Texts of the real Earth whose claims people labelled; the files say in which form. */
record LabelledTexts(List<Labelled> texts) {
    private static final Pattern MARK = Pattern.compile("\\{([A-Z_]+)([+-]):([^}]*)}");

    /** A claim as labelled. */
    record Label(ClaimKind kind, boolean isTrue, Span span) {}

    /** An exemplar and what people found in its text. */
    record Labelled(Exemplar exemplar, List<Label> labels) {}

    /** How the checker's violations compare with the labels. */
    record Score(int found, int missed, int invented, List<String> mistakes) {
        double precision() {
            return (double) found / (found + invented);
        }

        double recall() {
            return (double) found / (found + missed);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.3f, recall %.3f (%d errors found, %d missed, %d invented)",
                    precision(),
                    recall(),
                    found,
                    missed,
                    invented);
        }
    }

    static LabelledTexts read(String resource) throws IOException {
        List<Labelled> texts = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(LabelledTexts.class.getResourceAsStream("/" + resource))) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : all.split("(?m)^@ ")) {
                if (!block.startsWith("#")) {
                    texts.add(parse(resource + "-" + texts.size(), block));
                }
            }
        }
        return new LabelledTexts(texts);
    }

    private static Labelled parse(String id, String block) {
        String[] parts = block.split("\\R", 2);
        String[] head = parts[0].split(" \\| ");
        String[] position = head[0].split(" ");
        StringBuilder text = new StringBuilder();
        List<Label> labels = new ArrayList<>();
        Matcher mark = MARK.matcher(parts[1].strip());
        while (mark.find()) {
            mark.appendReplacement(text, "");
            int start = text.length();
            text.append(mark.group(3));
            labels.add(new Label(
                    ClaimKind.valueOf(mark.group(1)), mark.group(2).equals("+"), new Span(start, text.length())));
        }
        mark.appendTail(text);
        Exemplar exemplar = new Exemplar(
                id,
                text.toString(),
                new Position(Double.parseDouble(position[0]), Double.parseDouble(position[1])),
                head[1].strip(),
                head[2].strip());
        return new Labelled(exemplar, labels);
    }

    int claims() {
        return texts.stream().mapToInt(text -> text.labels().size()).sum();
    }

    /** An error is found if a violation of its kind overlaps it; a violation that overlaps none is invented. */
    Score score(FactChecker checker) {
        int found = 0;
        int missed = 0;
        int invented = 0;
        List<String> mistakes = new ArrayList<>();
        for (Labelled text : texts) {
            List<Violation> violations =
                    new ArrayList<>(checker.check(text.exemplar()).violations());
            for (Label label : text.labels()) {
                boolean seen = !label.isTrue()
                        && violations.removeIf(violation -> violation.kind() == label.kind()
                                && new Span(violation.start(), violation.end()).overlaps(label.span()));
                if (seen) {
                    found++;
                } else if (!label.isTrue()) {
                    missed++;
                    mistakes.add("missed " + label.kind() + " \""
                            + label.span().of(text.exemplar().text()) + "\" in "
                            + text.exemplar().city());
                }
            }
            invented += violations.size();
            violations.forEach(
                    violation -> mistakes.add("invented in " + text.exemplar().city() + ": " + violation));
        }
        return new Score(found, missed, invented, mistakes);
    }
}
