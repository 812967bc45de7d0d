package org.geor1.geo.answer;

import java.util.Optional;

/** How the letter that a completion chooses is read. */
public enum AnswerMethod {
    /**
     * The first {@code <answer>} block, stripped of blanks, is one capital letter from A to J and nothing else. No block, no
     * letter.
     */
    STRICT {
        @Override
        public Optional<Character> letter(String completion) {
            return ThinkAnswer.parse(completion).letter();
        }
    },

    /**
     * As the published training code reads it ({@link McqLetter}): nearly any letter from A to Z that ends the text or
     * stands before a punctuation mark, in either case, and the whole completion where there is no {@code <answer>} block.
     */
    MCQ {
        @Override
        public Optional<Character> letter(String completion) {
            return McqLetter.of(ThinkAnswer.parse(completion).answer().orElse(completion));
        }
    },

    /**
     * The first {@code <answer>} block names one letter from A to J, whatever words and marks stand around it ({@link
     * TolerantLetter}). A block that names two, or none, has none; nor has a completion without a block.
     */
    TOLERANT {
        @Override
        public Optional<Character> letter(String completion) {
            return ThinkAnswer.parse(completion).answer().flatMap(TolerantLetter::of);
        }
    };

    /** The letter that a completion chooses, if it chooses one. Never fails, and takes time linear in its length. */
    public abstract Optional<Character> letter(String completion);

    /** Whether it chooses {@code truth}, a letter. */
    public boolean isCorrect(String completion, String truth) {
        return letter(completion).map(String::valueOf).filter(truth::equals).isPresent();
    }
}
