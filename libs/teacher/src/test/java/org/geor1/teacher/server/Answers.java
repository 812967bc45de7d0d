package org.geor1.teacher.server;

/** What a good teacher says, and what others say. */
public final class Answers {

    private static final String WANTED = "The answer has to be: ";

    private Answers() {}

    /** A chain of thought that claims nothing false, with the answer that the prompt wants. */
    public static String good(String prompt) {
        return chain("The shops and the trees fit together with what is known of such streets.", wanted(prompt));
    }

    public static String wanted(String prompt) {
        String wanted =
                prompt.substring(prompt.lastIndexOf(WANTED) + WANTED.length()).strip();
        return wanted.contains(": the one that fits") ? "temperate" : wanted;
    }

    public static String chain(String evidence, String answer) {
        return """
                <think>
                Cues: Low houses stand along a paved street with parked cars.
                Knowledge: Such streets are common in many towns.
                Evidence: %s
                Conclusion: All of this points the same way.
                </think>
                <answer>%s</answer>""".formatted(evidence, answer);
    }
}
