package org.geor1.vlm.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.parity.ParityFiles;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Streamed text equals the text of all tokens decoded at once, arrives in whole characters, and never shows a stop
 * text.
 */
class TextStreamTest {

    private final VlmTokenizer tokenizer = VlmTokenizer.load(ParityFiles.path("tied"));

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private List<String> released(TextStream stream, String text) {
        List<String> released = new ArrayList<>();
        for (int id : tokenizer.encode(text)) {
            if (stream.add(id)) {
                break;
            }
            released.add(stream.release());
        }
        released.add(stream.end());
        return released;
    }

    @Test
    void charactersOfSeveralTokensArriveWhole() {
        String text = "na\u00efve \ud83d\ude00 \u65e5\u672c, Z\u00fcrich";
        int tokens = tokenizer.encode(text).length;

        List<String> released = released(new TextStream(tokenizer, List.of()), text);

        assertThat(tokens).as("some characters take several tokens").isGreaterThan(text.length());
        assertThat(String.join("", released)).isEqualTo(text);
        assertThat(released).allSatisfy(piece -> assertThat(piece).doesNotContain("\uFFFD"));
        assertThat(released).filteredOn(String::isEmpty).isNotEmpty();
    }

    @Test
    void anIncompleteCharacterIsReplacedAtTheEnd() {
        TextStream stream = new TextStream(tokenizer, List.of());
        int[] smile = tokenizer.encode("\ud83d\ude00");
        stream.add(smile[0]);

        assertThat(stream.release()).isEmpty();
        assertThat(stream.end())
                .isEqualTo(tokenizer.decode(new int[] {smile[0]}))
                .isNotEmpty();
    }

    @Test
    void aStopTextIsNeverShownNotEvenItsBeginning() {
        List<String> released = released(new TextStream(tokenizer, List.of("</think>")), "a </thought> b</think> c");

        assertThat(String.join("", released)).isEqualTo("a </thought> b");
        assertThat(released).noneMatch(piece -> piece.endsWith("<"));
    }

    @Test
    void theFirstStopTextEndsTheStream() {
        TextStream stream = new TextStream(tokenizer, List.of("two", "one"));

        assertThat(String.join("", released(stream, "zero one two"))).isEqualTo("zero ");
    }

    @Test
    void textThatOnlyLookedLikeAStopTextIsReleasedAtTheEnd() {
        List<String> released = released(new TextStream(tokenizer, List.of("stop!")), "do not stop");

        assertThat(String.join("", released)).isEqualTo("do not stop");
        assertThat(released.get(released.size() - 1)).isEqualTo("stop");
    }
}
