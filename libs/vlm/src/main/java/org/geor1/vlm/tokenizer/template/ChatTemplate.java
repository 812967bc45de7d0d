package org.geor1.vlm.tokenizer.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.TokenizerWriter;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/**
 * The chat template of a checkpoint, applied in token-id space: control tokens are inserted by id, and only the text
 * between them is tokenized. For text without control tokens the ids equal those of {@code transformers}; text that
 * spells a control token remains text.
 */
public final class ChatTemplate {

    /** The published template's default for conversations without a system message. */
    public static final String DEFAULT_SYSTEM = ChatFormat.DEFAULT_SYSTEM;

    private final VlmTokenizer tokenizer;
    private final ChatFormat format;
    private final Pattern controlTokens;

    private ChatTemplate(VlmTokenizer tokenizer, ChatFormat format) {
        this.tokenizer = tokenizer;
        this.format = format;
        this.controlTokens = Pattern.compile(tokenizer.specialTokens().keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    /**
     * The template of the checkpoint in {@code directory}, or Qwen2.5-VL's published one if it has none.
     *
     * @throws CheckpointException if it is not a template or cannot be applied; the message shows what differs
     */
    public static ChatTemplate load(Path directory, VlmTokenizer tokenizer) {
        TemplateSource source = TemplateSource.find(directory);
        // Our own template is known and need not be probed.
        boolean known = source == null || source.template().equals(TokenizerWriter.CHAT_TEMPLATE);
        return new ChatTemplate(
                tokenizer, known ? ChatFormat.QWEN : TemplateProbe.format(Objects.requireNonNull(source)));
    }

    /** Encodes the prompt's turns as {@link #encode(List, List)} does. */
    public int[] encode(ChatPrompt prompt, List<Integer> imageTokenCounts) {
        return encode(ChatMessage.of(prompt), imageTokenCounts);
    }

    /**
     * Token ids of the conversation, up to where the assistant's next turn begins.
     *
     * @param imageTokenCounts number of tokens of each image in reading order: merged height × merged width
     * @throws IllegalArgumentException unless there is one count for each image
     */
    public int[] encode(List<ChatMessage> messages, List<Integer> imageTokenCounts) {
        return encode(messages, imageTokenCounts, "");
    }

    /** Like {@link #encode(List, List)}, with {@code continuation} as the beginning of the assistant's next turn. */
    public int[] encode(List<ChatMessage> messages, List<Integer> imageTokenCounts, String continuation) {
        Iterator<Integer> counts = imageTokenCounts.iterator();
        Ids ids = new Ids(counts);
        format.write(messages, ids);
        if (counts.hasNext()) {
            throw new IllegalArgumentException("more image token counts than images");
        }
        ids.template(format.generation());
        // Tokenized separately, so that it does not change the prompt's own ids.
        ids.flush();
        ids.text(continuation);
        return ids.toArray();
    }

    /**
     * Token ids of an assistant turn to train on, to be appended to those of {@link #encode}: the text and the
     * end-of-turn token. Whatever the template writes after that belongs to the next turn, since the model never has to
     * produce it.
     */
    public int[] encodeAssistant(String completion) {
        Ids ids = new Ids(List.<Integer>of().iterator());
        ids.text(completion);
        ids.template(SpecialToken.IM_END.text());
        return ids.toArray();
    }

    /**
     * Token ids of the rest of a user's turn, from the text after its last image to where the assistant's turn begins.
     * A prompt cut after its last image, followed by these, equals the whole prompt.
     */
    public int[] encodeUserTail(String text) {
        Matcher control = controlTokens.matcher(format.image());
        int behindControl =
                control.results().mapToInt(match -> match.end()).max().orElse(0);
        Ids ids = new Ids(List.<Integer>of().iterator());
        ids.text(format.image().substring(behindControl) + text);
        ids.template(format.user().behind());
        ids.template(format.generation());
        return ids.toArray();
    }

    /** Collects ids. Adjacent texts are joined before they are tokenized, as in the rendered template. */
    private final class Ids implements ChatFormat.Sink {

        private final Iterator<Integer> imageTokenCounts;
        private final List<int[]> pieces = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder();

        Ids(Iterator<Integer> imageTokenCounts) {
            this.imageTokenCounts = imageTokenCounts;
        }

        @Override
        public void text(String text) {
            pending.append(text);
        }

        @Override
        public void template(String written) {
            template(written, 1);
        }

        @Override
        public void image() {
            if (!imageTokenCounts.hasNext()) {
                throw new IllegalArgumentException("fewer image token counts than images");
            }
            int count = imageTokenCounts.next();
            if (count < 1) {
                throw new IllegalArgumentException("an image takes at least one token, was " + count);
            }
            template(format.image(), count);
        }

        private void template(String written, int imageTokens) {
            Matcher control = controlTokens.matcher(written);
            int from = 0;
            while (control.find()) {
                text(written.substring(from, control.start()));
                flush();
                int id = Objects.requireNonNull(tokenizer.specialTokens().get(control.group()));
                int count = id == tokenizer.id(SpecialToken.IMAGE_PAD) ? imageTokens : 1;
                pieces.add(IntStream.range(0, count).map(i -> id).toArray());
                from = control.end();
            }
            text(written.substring(from));
        }

        private void flush() {
            pieces.add(tokenizer.encode(pending.toString()));
            pending.setLength(0);
        }

        int[] toArray() {
            flush();
            return pieces.stream().flatMapToInt(IntStream::of).toArray();
        }
    }
}
