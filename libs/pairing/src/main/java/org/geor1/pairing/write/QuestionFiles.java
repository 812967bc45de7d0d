package org.geor1.pairing.write;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.geor1.pairing.leak.AnswerLeaks;
import org.geor1.pairing.leak.Shown;
import org.geor1.pairing.place.PictureColumns;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.Question;
import org.geor1.pairing.question.QuestionMaker;

/** Writes questions line by line, tests whether their files tell the answers, and notes which pictures they show. */
public final class QuestionFiles {

    private final PlaceTable table;
    private final QuestionRows rows;
    private final AnswerLeaks leaks;
    private final BitSet tiles = new BitSet();
    private final BitSet panoramas = new BitSet();

    public QuestionFiles(PlaceTable table, PromptTemplate template, int candidates) {
        this.table = table;
        this.rows = new QuestionRows(table, template, candidates);
        this.leaks = new AnswerLeaks(candidates);
    }

    /** The name says the split as readers of datasets expect it. */
    static String name(Split split) {
        return split == Split.NONE ? "cv_pairing.jsonl" : "cv_pairing_" + split.title() + ".jsonl";
    }

    /**
     * Writes the questions 0 to count - 1.
     *
     * @param progress is run after each
     */
    public void write(Path folder, Split split, QuestionMaker maker, long count, Runnable progress) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name(split)))) {
            for (long i = 0; i < count; i++) {
                Question question = maker.question(i);
                out.append(rows.line(question)).append('\n');
                note(question);
                progress.run();
            }
        }
    }

    private void note(Question question) {
        panoramas.set(question.place());
        question.candidates().forEach(tiles::set);
        leaks.add(
                shown(table.panoramas(), question.place()),
                question.candidates().stream()
                        .map(place -> shown(table.tiles(), place))
                        .toList(),
                question.truth());
    }

    private static Shown shown(PictureColumns pictures, int place) {
        return new Shown(
                pictures.fileName(place),
                pictures.bytes(place),
                pictures.width(place),
                pictures.height(place),
                pictures.encoding(place),
                pictures.metadata(place),
                pictures.metadataValues(place));
    }

    /** Of the questions so far. */
    public AnswerLeaks leaks() {
        return leaks;
    }

    /** Places whose tiles questions so far show. */
    public BitSet tiles() {
        return (BitSet) tiles.clone();
    }

    /** Places whose panoramas questions so far show. */
    public BitSet panoramas() {
        return (BitSet) panoramas.clone();
    }
}
