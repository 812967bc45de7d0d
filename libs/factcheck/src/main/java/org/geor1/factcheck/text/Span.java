package org.geor1.factcheck.text;

/**
 * A stretch of a text.
 *
 * @param start index of its first UTF-16 unit
 * @param end index behind its last
 */
public record Span(int start, int end) {
    public boolean overlaps(Span other) {
        return start < other.end && other.start < end;
    }

    public boolean contains(Span other) {
        return start <= other.start && other.end <= end;
    }

    public String of(String text) {
        return text.substring(start, end);
    }
}
