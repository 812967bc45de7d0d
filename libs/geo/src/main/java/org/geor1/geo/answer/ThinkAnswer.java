package org.geor1.geo.answer;

import java.util.List;
import java.util.Optional;

/**
 * A completion read as {@code <think>…</think><answer>…</answer>}.
 *
 * <p>The meaning is that of the regular expressions in the Geo-R1 rewards: the answer is the content
 * of the first {@code <answer>(.*?)</answer>}, and a completion is well formed if the whole of it
 * matches {@code <think>.*?</think>\s*<answer>.*?</answer>}, a dot matching line ends. It is written
 * as a scan because completions are hostile input, and backtracking takes quadratic time on them.
 *
 * @param think content of the first think block, if there is one
 * @param answer content of the first answer block, if there is one
 * @param wellFormed whether the whole completion has the form, with nothing around it
 */
public record ThinkAnswer(Optional<String> think, Optional<String> answer, boolean wellFormed) {
    private static final String THINK_OPEN = "<think>";
    private static final String THINK_CLOSE = "</think>";
    private static final String ANSWER_OPEN = "<answer>";
    private static final String ANSWER_CLOSE = "</answer>";

    private static final List<String> TAGS = List.of(THINK_OPEN, THINK_CLOSE, ANSWER_OPEN, ANSWER_CLOSE);

    /** Reads a completion; never fails, and takes time linear in its length. */
    public static ThinkAnswer parse(String completion) {
        return new ThinkAnswer(
                between(completion, THINK_OPEN, THINK_CLOSE),
                between(completion, ANSWER_OPEN, ANSWER_CLOSE),
                isWellFormed(completion));
    }

    /**
     * What a completion says besides its answer, for people: the think block, or everything if there is none, without tags.
     * A completion that was cut short or lost its form leaves no tag behind either.
     */
    public static String reasoning(String completion) {
        ThinkAnswer parsed = parse(completion);
        String said = parsed.think()
                .orElseGet(() -> parsed.answer()
                        .map(answer -> completion.replace(ANSWER_OPEN + answer + ANSWER_CLOSE, ""))
                        .orElse(completion));
        return withoutTags(said).strip();
    }

    private static String withoutTags(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int k = 0; k < text.length(); k++) {
            kept.append(text.charAt(k));
            for (String tag : TAGS) {
                int from = kept.length() - tag.length();
                // At its end, a tag goes at once, so that none comes about where an inner one went.
                if (from >= 0 && kept.indexOf(tag, from) == from) {
                    kept.setLength(from);
                }
            }
        }
        int last = kept.lastIndexOf("<");
        boolean begun = last >= 0 && TAGS.stream().anyMatch(tag -> tag.startsWith(kept.substring(last)));
        return begun ? kept.substring(0, last) : kept.toString();
    }

    /** The chosen letter, if the stripped answer is exactly one capital letter from A to J. */
    public Optional<Character> letter() {
        return answer.map(String::strip)
                .filter(text -> text.length() == 1 && text.charAt(0) >= 'A' && text.charAt(0) <= 'J')
                .map(text -> text.charAt(0));
    }

    private static Optional<String> between(String text, String open, String close) {
        int start = text.indexOf(open);
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + open.length();
        int end = text.indexOf(close, from);
        return end < 0 ? Optional.empty() : Optional.of(text.substring(from, end));
    }

    /** A lazy dot may still run over inner tags, so any seam between the two blocks will do. */
    private static boolean isWellFormed(String text) {
        if (!text.startsWith(THINK_OPEN) || !text.endsWith(ANSWER_CLOSE)) {
            return false;
        }
        int latest = text.length() - ANSWER_CLOSE.length() - ANSWER_OPEN.length();
        int close = text.indexOf(THINK_CLOSE, THINK_OPEN.length());
        while (close >= 0) {
            int at = skipSpace(text, close + THINK_CLOSE.length());
            if (at <= latest && text.startsWith(ANSWER_OPEN, at)) {
                return true;
            }
            close = text.indexOf(THINK_CLOSE, at);
        }
        return false;
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Python's {@code \s} on text also takes no-break spaces and the next-line control. */
    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }
}
