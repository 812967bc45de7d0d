package org.geor1.teacher.answer;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chain of thought in the paper's four steps, and its answer.
 *
 * @param think what stands between the tags, without blanks around it
 * @param answer in one line
 */
public record Chain(String think, String answer) {

    /** Labels of the steps, each at the start of a line. */
    static final List<String> STEPS = List.of("Cues:", "Knowledge:", "Evidence:", "Conclusion:");

    private static final Pattern FORM = Pattern.compile(
            "<think>((?:(?!</?think>|</?answer>).)+)</think>\\s*<answer>([^<>\\n]+)</answer>", Pattern.DOTALL);

    /** Marks of images and control tokens of chat templates. */
    private static final Pattern CONTROL = Pattern.compile("<image>|<\\|");

    private static final int MAX_LETTERS = 20_000;

    /** Not in the form, or not in the steps. */
    static final class NoChainException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Rejection reason;

        NoChainException(Rejection reason, String message) {
            super(message);
            this.reason = reason;
        }

        Rejection reason() {
            return reason;
        }
    }

    /** @throws NoChainException if the text is anything but a chain */
    static Chain parse(String text) throws NoChainException {
        if (text.isBlank()) {
            throw new NoChainException(Rejection.EMPTY, "has no text");
        }
        if (text.length() > MAX_LETTERS) {
            throw new NoChainException(Rejection.FORM, "has more than " + MAX_LETTERS + " letters");
        }
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || CONTROL.matcher(text).find()) {
            throw new NoChainException(Rejection.FORM, "is not <think>…</think><answer>…</answer> alone");
        }
        String think = form.group(1).strip();
        String answer = form.group(2).strip();
        if (think.isEmpty() || answer.isEmpty()) {
            throw new NoChainException(Rejection.FORM, "has an empty part");
        }
        requireSteps(think);
        return new Chain(think, answer);
    }

    private static void requireSteps(String think) throws NoChainException {
        int step = -1;
        boolean told = true;
        for (String line : think.lines().map(String::strip).toList()) {
            int label = labelOf(line);
            if (label >= 0) {
                if (label != step + 1 || !told) {
                    throw new NoChainException(Rejection.STEPS, "does not have the step " + expected(step) + " next");
                }
                step = label;
                told = line.length() > STEPS.get(label).length();
            } else if (step < 0 && !line.isEmpty()) {
                throw new NoChainException(Rejection.STEPS, "does not begin with " + STEPS.get(0));
            } else {
                told |= !line.isEmpty();
            }
        }
        if (step != STEPS.size() - 1 || !told) {
            throw new NoChainException(Rejection.STEPS, "does not have the step " + expected(step));
        }
    }

    private static String expected(int step) {
        return STEPS.get(Math.min(step + 1, STEPS.size() - 1));
    }

    private static int labelOf(String line) {
        for (int i = 0; i < STEPS.size(); i++) {
            if (line.startsWith(STEPS.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** As a student writes it. */
    String text() {
        return "<think>\n" + think + "\n</think>\n<answer>" + answer + "</answer>";
    }
}
