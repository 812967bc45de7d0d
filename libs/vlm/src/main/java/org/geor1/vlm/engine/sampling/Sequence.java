package org.geor1.vlm.engine.sampling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.geor1.vlm.Completion;
import org.geor1.vlm.Completion.FinishReason;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;

/** One completion as it is drawn. */
public final class Sequence {

    private final SequenceOwner owner;
    private final int index;
    private final SamplingParams sampling;
    private final SplittableRandom random;
    private final @Nullable TextStream stream;
    private final @Nullable SequenceDetail detail;
    private float[] uniforms = new float[0];
    private int[] tokens = new int[16];
    private float[] logProbs = new float[16];
    private int count;
    private @Nullable FinishReason finish;

    public Sequence(SequenceOwner owner, int index, VlmTokenizer tokenizer) {
        this.owner = owner;
        this.index = index;
        this.sampling = owner.sampling();
        // Golden-ratio steps keep the random streams of neighbouring branches independent.
        this.random = new SplittableRandom(sampling.seed() + 0x9E3779B97F4A7C15L * (index + 1));
        this.stream = owner.streams() || !sampling.stop().isEmpty() ? new TextStream(tokenizer, sampling.stop()) : null;
        this.detail = owner.detailed() ? new SequenceDetail(owner.alternatives()) : null;
    }

    public SequenceOwner owner() {
        return owner;
    }

    public SamplingParams sampling() {
        return sampling;
    }

    public int count() {
        return count;
    }

    public boolean ended() {
        return finish != null || owner.ended();
    }

    /** Tokens that may still be drawn. */
    public int remaining() {
        return sampling.maxTokens() - count;
    }

    /** The token that is fed next. */
    public int last() {
        int[] prompt = owner.prompt().ids();
        return count == 0 ? prompt[prompt.length - 1] : tokens[count - 1];
    }

    /** Its position on all three axes. */
    public long position() {
        return owner.prompt().nextPosition() - 1L + count;
    }

    /** The uniform for the token {@code ahead} after the next one; repeated calls return the same. */
    public float uniform(int ahead) {
        int at = count + ahead;
        if (at >= uniforms.length) {
            int known = uniforms.length;
            uniforms = Arrays.copyOf(uniforms, Math.min(sampling.maxTokens(), Math.max(at + 1, 2 * known + 16)));
            for (int i = known; i < uniforms.length; i++) {
                uniforms[i] = (float) random.nextDouble();
            }
        }
        return uniforms[at];
    }

    /** Prompt and completion so far. */
    public int[] seen() {
        int[] prompt = owner.prompt().ids();
        int[] seen = Arrays.copyOf(prompt, prompt.length + count);
        System.arraycopy(tokens, 0, seen, prompt.length, count);
        return seen;
    }

    /** Adds the token at {@code row} of step {@code step} of {@code drawn}. */
    public void add(Drawn drawn, int step, int row, int endOfTurn) {
        if (count == tokens.length) {
            int length = Math.min(sampling.maxTokens(), 2 * count);
            tokens = Arrays.copyOf(tokens, length);
            logProbs = Arrays.copyOf(logProbs, length);
        }
        int id = drawn.token(step, row);
        tokens[count] = id;
        logProbs[count++] = drawn.logProb(step, row);
        if (detail != null) {
            detail.add(drawn, step, row);
        }
        boolean stopped = stream != null && stream.add(id);
        if (stopped || id == endOfTurn) {
            finish = FinishReason.STOP;
        } else if (count == sampling.maxTokens()) {
            finish = FinishReason.LENGTH;
        }
    }

    /** Passes text that can no longer change to the owner's listener. */
    public void tell() {
        if (stream != null && owner.streams()) {
            String fresh = finish == null ? stream.release() : stream.end();
            if (!fresh.isEmpty()) {
                owner.tell(index, fresh);
            }
        }
    }

    public Completion completion(VlmTokenizer tokenizer) {
        int[] ids = Arrays.copyOf(tokens, count);
        String text;
        if (stream == null) {
            text = tokenizer.decode(ids);
        } else {
            stream.end();
            text = stream.text();
        }
        return new Completion(
                ids,
                Arrays.copyOf(logProbs, count),
                text,
                finish == null ? FinishReason.LENGTH : finish,
                detail == null ? null : detail.toDetail(choices()));
    }

    private Map<String, Double> choices() {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        List<String> choices = sampling.choices();
        for (int i = 0; i < choices.size(); i++) {
            probabilities.put(choices.get(i), detail == null ? 0 : detail.probability(owner.choiceIds()[i]));
        }
        return probabilities;
    }
}
