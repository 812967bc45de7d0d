package org.geor1.data;

/**
 * One turn of a conversation.
 *
 * @param role "system", "user" or "assistant"
 * @param text in which each {@link #IMAGE_MARK} stands for the sample's next image
 */
public record Turn(String role, String text) {

    public static final String SYSTEM = "system";
    public static final String USER = "user";
    public static final String ASSISTANT = "assistant";
    public static final String IMAGE_MARK = "<image>";

    public int marks() {
        int marks = 0;
        for (int at = text.indexOf(IMAGE_MARK); at >= 0; at = text.indexOf(IMAGE_MARK, at + IMAGE_MARK.length())) {
            marks++;
        }
        return marks;
    }
}
