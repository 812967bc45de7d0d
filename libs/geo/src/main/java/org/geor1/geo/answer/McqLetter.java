package org.geor1.geo.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The letter that the published training code reads from an answer ({@code accu_reward_method: mcq} of VLM-R1, on which the
 * paper's is built), in capitals and with runs of blanks as one.
 *
 * <p>Candidates are letters from A to Z with no such letter before them and either the text's end or one of {@code . , ? ! :
 * ;} behind them. One candidate is the answer. Of several, each gets points by the place where its letter first occurs in
 * the text, be that within a word: one for each of {@link #WORDS} in the twenty characters before and behind it, two if the
 * place is in the last three tenths of the text, one if a full stop, an exclamation mark or a comma follows it. Points count
 * as often as the candidate occurs, the most win, and the earlier candidate where points are equal.
 */
final class McqLetter {

    /** In Chinese: answer, choice, right, is, correct, believe, should, feel. */
    private static final List<String> WORDS = List.of(
            "答案", "选择", "正确", "是", "对", "认为", "应该", "觉得", "ANSWER", "CORRECT", "CHOOSE", "SELECT", "RIGHT", "THINK",
            "BELIEVE", "SHOULD");

    private static final String BEHIND_A_CANDIDATE = ".,?!:;";
    private static final String BEHIND_A_GOOD_ONE = "。.!！,，";
    private static final int CONTEXT = 20;

    private McqLetter() {}

    /** Takes time linear in the length of the text. */
    static Optional<Character> of(String answer) {
        String text = normalized(answer);
        Map<Character, Integer> candidates = new LinkedHashMap<>();
        for (int i = 0; i < text.length(); i++) {
            boolean begins = i == 0 || !isLetter(text.charAt(i - 1));
            boolean ends = i + 1 == text.length() || BEHIND_A_CANDIDATE.indexOf(text.charAt(i + 1)) >= 0;
            if (isLetter(text.charAt(i)) && begins && ends) {
                candidates.merge(text.charAt(i), 1, Integer::sum);
            }
        }
        Optional<Character> best = Optional.empty();
        long most = -1;
        for (Map.Entry<Character, Integer> candidate : candidates.entrySet()) {
            long points = (long) candidate.getValue() * points(text, candidate.getKey());
            if (points > most) {
                most = points;
                best = Optional.of(candidate.getKey());
            }
        }
        return best;
    }

    private static int points(String text, char letter) {
        int place = text.indexOf(letter);
        String context = text.substring(Math.max(0, place - CONTEXT), Math.min(text.length(), place + CONTEXT));
        int points = (int) WORDS.stream().filter(context::contains).count();
        if (place > text.length() * 0.7) {
            points += 2;
        }
        if (place + 1 < text.length() && BEHIND_A_GOOD_ONE.indexOf(text.charAt(place + 1)) >= 0) {
            points++;
        }
        return points;
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /** Characters are counted as Python does, so one outside the basic plane becomes a single other one. */
    private static String normalized(String answer) {
        StringBuilder text = new StringBuilder();
        answer.toUpperCase(Locale.ROOT).codePoints().forEach(c -> {
            boolean blank = ThinkAnswer.isSpace(c);
            boolean afterBlank = text.isEmpty() || text.charAt(text.length() - 1) == ' ';
            if (!blank) {
                text.append(Character.isSupplementaryCodePoint(c) ? '\uFFFD' : (char) c);
            } else if (!afterBlank) {
                text.append(' ');
            }
        });
        return text.toString().stripTrailing();
    }
}
