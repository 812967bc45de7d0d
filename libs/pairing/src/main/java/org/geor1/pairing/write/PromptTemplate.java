package org.geor1.pairing.write;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.data.DatasetException;
import org.geor1.data.FaultException;
import org.geor1.data.Turn;
import org.geor1.data.file.Utf8;
import org.geor1.pairing.question.Question;

/**
 * The wording of a question: {@code <image>} stands for the panorama, {@code {candidates}} for a line with letter and mark of
 * each tile, and {@code {letters}}, which may be missing, for the letters.
 */
public final class PromptTemplate {

    private static final String CANDIDATES = "{candidates}";
    private static final String LETTERS = "{letters}";
    private static final int MAX_BYTES = 1 << 16;

    private final String text;

    private PromptTemplate(String text) {
        this.text = text;
    }

    /** A neutral wording that suits any model. */
    public static PromptTemplate standard() {
        try (InputStream in = PromptTemplate.class.getResourceAsStream("prompt.txt")) {
            byte[] bytes = Objects.requireNonNull(in, "prompt.txt").readAllBytes();
            return of(new String(bytes, StandardCharsets.UTF_8), "prompt.txt");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws DatasetException if the file is no such text */
    public static PromptTemplate read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new DatasetException(file + " has more than " + MAX_BYTES + " bytes; a prompt is shorter");
            }
            return of(Utf8.decode(bytes), file.toString());
        } catch (FaultException e) {
            throw new DatasetException(file + " " + e.problem());
        }
    }

    /** @param name of the text in errors */
    static PromptTemplate of(String text, String name) {
        int panorama = text.indexOf(Turn.IMAGE_MARK);
        int candidates = text.indexOf(CANDIDATES);
        if (panorama < 0 || text.indexOf(Turn.IMAGE_MARK, panorama + 1) >= 0) {
            throw new DatasetException(
                    name + " must have " + Turn.IMAGE_MARK + " exactly once, where the panorama goes");
        }
        if (candidates < panorama || text.indexOf(CANDIDATES, candidates + 1) >= 0) {
            throw new DatasetException(name + " must have " + CANDIDATES + " exactly once, after " + Turn.IMAGE_MARK);
        }
        return new PromptTemplate(text.strip());
    }

    /** The question to k candidates, with k + 1 marks. */
    public String render(int k) {
        List<String> letters = IntStream.range(0, k).mapToObj(Question::letter).toList();
        String tiles =
                letters.stream().map(letter -> letter + ": " + Turn.IMAGE_MARK).collect(Collectors.joining("\n"));
        return text.replace(CANDIDATES, tiles).replace(LETTERS, String.join(", ", letters));
    }
}
