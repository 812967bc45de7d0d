package org.geor1.teacher.prompt;

import org.jspecify.annotations.Nullable;

/**
 * A question about one photo.
 *
 * @param text as the student reads it, without the request for a form
 * @param wanted what the teacher is told to answer
 * @param truth the right answer, or null if it is unknown
 * @param seed for the request
 */
public record Question(
        QuestionKind kind,
        String text,
        String wanted,
        @Nullable String truth,
        long seed) {}
