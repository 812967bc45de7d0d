package org.geor1.vlm.tokenizer;

/** The control tokens a Qwen2.5-VL prompt is made of, in the order of their ids. */
public enum SpecialToken {
    END_OF_TEXT("<|endoftext|>"),
    IM_START("<|im_start|>"),
    IM_END("<|im_end|>"),
    VISION_START("<|vision_start|>"),
    VISION_END("<|vision_end|>"),
    VISION_PAD("<|vision_pad|>"),
    IMAGE_PAD("<|image_pad|>"),
    VIDEO_PAD("<|video_pad|>");

    private final String text;

    SpecialToken(String text) {
        this.text = text;
    }

    /** The token's spelling in tokenizer files. */
    public String text() {
        return text;
    }
}
