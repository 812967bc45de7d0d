package org.geor1.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.Completion;
import org.geor1.vlm.RolloutEngine;

/** What a listener received. The engine's thread writes it; it may be read once the request has ended. */
final class Transcript implements RolloutEngine.TextListener {

    private final List<StringBuilder> texts = new ArrayList<>();
    private boolean broken;

    Transcript(int completions) {
        for (int i = 0; i < completions; i++) {
            texts.add(new StringBuilder());
        }
    }

    @Override
    public void text(int index, String text) {
        broken |= text.isEmpty()
                || Character.isLowSurrogate(text.charAt(0))
                || Character.isHighSurrogate(text.charAt(text.length() - 1));
        texts.get(index).append(text);
    }

    /** A description of how it differs from the full texts; empty if it does not. */
    String flaw(List<Completion> completions) {
        if (broken) {
            return "a streamed piece is empty or begins or ends within a character";
        }
        for (int i = 0; i < completions.size(); i++) {
            if (!completions.get(i).text().contentEquals(texts.get(i))) {
                return "streamed '" + texts.get(i) + "', returned '"
                        + completions.get(i).text() + "'";
            }
        }
        return "";
    }
}
