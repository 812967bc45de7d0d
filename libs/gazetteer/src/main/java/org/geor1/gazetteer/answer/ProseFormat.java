package org.geor1.gazetteer.answer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sentences. The last one that concludes, as "this looks like Lisbon, Portugal" does, is the answer: what it says behind the
 * words that conclude must be one place, and it must not doubt, deny or compare. Of a text without such words only a few
 * words are read.
 */
final class ProseFormat implements PlaceFormat {

    /** Conclusions come last. */
    private static final int TAIL = 4_000;

    /** Only so many are looked at, from the last on, because each may take as long as the whole text. */
    private static final int MOST_CONCLUSIONS = 8;

    /** Longer texts are not a place with a word or two around it. */
    private static final int SHORT = 100;

    private static final Pattern CONCLUDES = Pattern.compile(
            "\\b(?:looks? (?:\\w+ )?like|appears? to be|seems? to be|(?:most )?likely|probably|located in|situated in|"
                    + "(?:was |were )?taken (?:in|at|from)|this is|photo is (?:from|of)|city is|country is|answer is|"
                    + "answer:|location:|location is|place is|guess (?:is|would be)|must be|I conclude|"
                    + "I (?:think|believe)|points? to|consistent with|in conclusion|therefore|conclusion:)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DOUBTS = Pattern.compile(
            "\\b(?:not|cannot|never|neither|nor|or|either|unlike|rather than|instead of|similar to|reminiscent|"
                    + "resembl\\w+|compared|those (?:in|of|found)|style|unclear|unsure|if)\\b|n['’]t\\b",
            Pattern.CASE_INSENSITIVE);

    /** What takes an earlier conclusion back. */
    private static final Pattern RETRACTS = Pattern.compile(
            "\\b(?:cannot|unclear|unsure|uncertain|not (?:sure|certain)|could (?:also )?be|might|impossible)\\b|\\bcan['’]t\\b",
            Pattern.CASE_INSENSITIVE);

    /** A full stop behind one or two letters abbreviates: St. John's, Washington, D.C. */
    private static final Pattern ENDS = Pattern.compile("(?<!\\b\\p{L}{1,2})\\.(?=\\s|$)|[!?](?=\\s|$)|\\n");

    private final Mentions mentions;

    ProseFormat(PlaceNaming naming) {
        this.mentions = new Mentions(naming);
    }

    @Override
    public Optional<PlaceAnswer> read(String text) {
        String tail = text.substring(Math.max(0, text.length() - TAIL)).replaceAll("[*_`\"“”#]", "");
        Deque<MatchResult> conclusions = new ArrayDeque<>();
        CONCLUDES.matcher(tail).results().forEach(conclusions::push);
        for (MatchResult conclusion :
                conclusions.stream().limit(MOST_CONCLUSIONS).toList()) {
            Matcher end = ENDS.matcher(tail);
            int to = end.find(conclusion.end()) ? end.start() : tail.length();
            Optional<PlaceAnswer> place = mentions.only(tail.substring(conclusion.end(), to));
            if (place.isPresent()) {
                String sentence = tail.substring(start(tail, conclusion.start()), to);
                boolean clear = !DOUBTS.matcher(sentence).find()
                        && !RETRACTS.matcher(tail.substring(to)).find();
                return clear ? place : Optional.of(PlaceAnswer.unparsed());
            }
        }
        return tail.length() > SHORT || DOUBTS.matcher(tail).find() ? Optional.empty() : mentions.only(tail);
    }

    private static int start(String text, int within) {
        int start = 0;
        Matcher end = ENDS.matcher(text).region(0, within);
        while (end.find()) {
            start = end.end();
        }
        return start;
    }
}
