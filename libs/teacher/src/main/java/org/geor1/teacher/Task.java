package org.geor1.teacher;

import org.geor1.data.Row;
import org.geor1.teacher.answer.Assessment;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.journal.Entry;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Question;

/**
 * One question about one photo.
 *
 * @param row the photo's, from 0
 * @param round from 0
 * @param key of the request: of photo, texts, model and seed
 * @param picture the photo's file
 * @param pictureSha256 of that
 * @param text for the teacher
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Task(
        long row,
        int round,
        Row.Sample sample,
        Facts facts,
        Question question,
        String key,
        byte[] picture,
        String pictureSha256,
        String text) {

    Assessment assess(Assessor assessor, Entry entry) {
        return assessor.assess(exemplarId(sample, round), question, facts, entry.text(), entry.finish());
    }

    /** Unique if the samples' ids are: what follows the last "-q" is the round. */
    static String exemplarId(Row.Sample sample, int round) {
        return sample.id() + "-q" + (round + 1);
    }
}
