package org.geor1.vlm.engine.sampling;

import java.util.Arrays;
import java.util.List;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/**
 * Text of a completion as its tokens arrive. A character spread over several tokens is held back until it is complete, and
 * the beginning of a stop text until it turns out not to be one.
 */
final class TextStream {

    private static final char REPLACEMENT = '\uFFFD';

    private final VlmTokenizer tokenizer;
    private final List<String> stops;
    private final StringBuilder text = new StringBuilder();
    private int[] pending = new int[4];
    private int pendingCount;
    private int released;
    private boolean stopped;

    TextStream(VlmTokenizer tokenizer, List<String> stops) {
        this.tokenizer = tokenizer;
        this.stops = stops;
    }

    /** Adds a token; true if a stop text is now complete. */
    boolean add(int id) {
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, 2 * pending.length);
        }
        pending[pendingCount++] = id;
        String decoded = tokenizer.decode(Arrays.copyOf(pending, pendingCount));
        if (decoded.isEmpty() || decoded.charAt(decoded.length() - 1) == REPLACEMENT) {
            return false;
        }
        append(decoded);
        return stopped;
    }

    private void append(String decoded) {
        int from = text.length();
        text.append(decoded);
        pendingCount = 0;
        int end = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop, Math.max(0, from - stop.length() + 1));
            if (at >= 0 && (end < 0 || at < end)) {
                end = at;
            }
        }
        if (end >= 0) {
            text.setLength(end);
            stopped = true;
        }
    }

    /** Text that was not released before and will not change. */
    String release() {
        int end = text.length() - (stopped ? 0 : undecided());
        if (end <= released) {
            return "";
        }
        String fresh = text.substring(released, end);
        released = end;
        return fresh;
    }

    /** Length of the longest suffix of the text that may begin a stop text. */
    private int undecided() {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (text.indexOf(stop.substring(0, length), text.length() - length) >= 0) {
                    longest = length;
                    break;
                }
            }
        }
        return longest;
    }

    /** Ends the completion: the rest of the text is released. */
    String end() {
        if (!stopped && pendingCount > 0) {
            append(tokenizer.decode(Arrays.copyOf(pending, pendingCount)));
        }
        String fresh = text.substring(Math.min(released, text.length()));
        released = text.length();
        return fresh;
    }

    /** All of it. */
    String text() {
        return text.toString();
    }
}
