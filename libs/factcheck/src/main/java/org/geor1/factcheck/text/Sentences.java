package org.geor1.factcheck.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a text apart. Linear in its length: no pattern here repeats what can match in two ways. */
public final class Sentences {
    /** What ends with a full stop and yet goes on. */
    private static final Set<String> SHORT =
            Set.of("st", "mt", "ft", "dr", "mr", "mrs", "e.g", "i.e", "etc", "u.s", "u.k", "vs", "no", "approx");

    private static final Pattern END = Pattern.compile("[.!?。！？]+[\"'”’)\\]*]*(?=\\s|$)|\\n");

    private static final Pattern CLAUSE_END = Pattern.compile(
            "[,;:()–—]\\s(?:(?:and|but|yet|so)\\b\\s)?|\\s-\\s|\\b(?:and|but|yet|so|because|since|while|whereas|although|though|which|who|whose|where|as|when|if)\\b\\s",
            Pattern.CASE_INSENSITIVE);

    /** A clause with one of these asserts nothing: it weighs, supposes, or rules out. */
    private static final Pattern HEDGE = Pattern.compile(
            "\\b(?:could|may(?! (?:be )?\\d)|might|perhaps|possibly|maybe|would(?! (?:say|answer|guess|place|put))|either|neither|nor"
                    + "|candidates?|alternatives?|options?|possibilit(?:y|ies)|possible|plausible|considered|came to mind|crossed my mind|comes to mind"
                    + "|rul(?:e|es|ed|ing) (?:out|\\w+ out)|exclud(?:e|es|ed)|reject(?:s|ed)?|eliminat(?:e|es|ed)|dismiss(?:ed)?"
                    + "|look(?:s)? (?:alike|similar)|whether|if|not sure|unsure|unclear|suspect(?:ed)?|expect(?:ed)?|instead of|hardly|unlikely"
                    + "|were this|should be checked|to check|remains? an?)\\b",
            Pattern.CASE_INSENSITIVE);

    /** From one of these on a clause denies or compares; what stands before is asserted. */
    private static final Pattern TURN = Pattern.compile(
            "\\b(?:not|n['’]t|never|cannot|can['’]t|isn['’]t|aren['’]t|doesn['’]t|don['’]t|wasn['’]t|won['’]t|unlike|rather than|instead of|without"
                    + "|than|similar to|resembl(?:e|es|ing)|reminiscent of|remind(?:s|ed)? (?:me )?of|compared (?:to|with)|in contrast to|contrary to|as in|like|just as|other than|except)\\b",
            Pattern.CASE_INSENSITIVE);

    /** These look like denials and are claims of their own. */
    private static final Pattern NO_COAST = Pattern.compile(
            "\\bwithout (?:a |any )?(?:coast|access)|\\bdoes not have (?:a |any )?(?:coast|access)|\\blooks? like (?:an?|the)\\b",
            Pattern.CASE_INSENSITIVE);

    private Sentences() {}

    /**
     * The sentences of a text in order.
     *
     * @param whole spans that no clause may end in, such as names with an "and"
     */
    public static List<Sentence> of(String text, List<Span> whole) {
        List<Sentence> sentences = new ArrayList<>();
        int start = 0;
        Matcher end = END.matcher(text);
        while (end.find()) {
            if (!isShort(text, end)) {
                add(text, new Span(start, end.end()), whole, sentences);
                start = end.end();
            }
        }
        add(text, new Span(start, text.length()), whole, sentences);
        return sentences;
    }

    private static boolean isShort(String text, Matcher end) {
        if (text.charAt(end.start()) != '.') {
            return false;
        }
        int from = end.start();
        while (from > 0 && end.start() - from < 8 && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        return SHORT.contains(text.substring(from, end.start()).toLowerCase(Locale.ROOT));
    }

    private static void add(String text, Span sentence, List<Span> whole, List<Sentence> sentences) {
        if (text.substring(sentence.start(), sentence.end()).isBlank()) {
            return;
        }
        List<Clause> clauses = new ArrayList<>();
        boolean question =
                text.substring(sentence.start(), sentence.end()).strip().endsWith("?");
        int start = sentence.start();
        Matcher end = CLAUSE_END.matcher(text).region(sentence.start(), sentence.end());
        while (end.find()) {
            Span mark = new Span(end.start(), end.end());
            if (whole.stream().noneMatch(span -> span.overlaps(mark))) {
                clauses.add(clause(text, new Span(start, end.start()), question));
                start = end.start();
            }
        }
        clauses.add(clause(text, new Span(start, sentence.end()), question));
        sentences.add(new Sentence(sentence, clauses));
    }

    private static Clause clause(String text, Span span, boolean question) {
        if (question || HEDGE.matcher(text).region(span.start(), span.end()).find()) {
            return new Clause(span, new Span(span.start(), span.start()));
        }
        Matcher turn = TURN.matcher(text).region(span.start(), span.end());
        Matcher claim = NO_COAST.matcher(text).region(span.start(), span.end());
        if (turn.find() && !claim.find()) {
            return new Clause(span, new Span(span.start(), turn.start()));
        }
        return new Clause(span, span);
    }
}
