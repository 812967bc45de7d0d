package org.geor1.vlm.engine.cache;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.model.input.PrefixPrompt;

/**
 * Identities of a prompt's images and of its prefixes. A prefix is its token ids and the content of the images that
 * begin in it: image tokens are all alike, so ids alone would take one picture for another. SHA-256, as prompts may be
 * hostile.
 *
 * @param images one for each image
 * @param chunks one for each whole {@link Chunks#SIZE} tokens, over everything up to its end
 * @param whole over all tokens but the last, which opens the branches
 */
public record PromptKeys(List<String> images, List<String> chunks, String whole) {

    public static PromptKeys of(PrefixPrompt prompt, int imageTokenId, int merge) {
        List<String> images = prompt.images().stream().map(PromptKeys::image).toList();
        int length = prompt.ids().length - 1;
        List<String> chunks = new ArrayList<>();
        MessageDigest running = sha256();
        ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
        int image = 0;
        int untilNext = 0;
        for (int i = 0; i < length; i++) {
            int id = prompt.ids()[i];
            running.update(number.clear().putInt(id).flip());
            if (id == imageTokenId && untilNext == 0) {
                running.update(HexFormat.of().parseHex(images.get(image)));
                untilNext = prompt.images().get(image++).grid().tokens(merge);
            }
            untilNext = Math.max(0, untilNext - 1);
            if ((i + 1) % Chunks.SIZE == 0) {
                chunks.add(digest(running));
            }
        }
        return new PromptKeys(images, List.copyOf(chunks), digest(running) + "/" + length);
    }

    private static String image(ImagePatches image) {
        MessageDigest sha256 = sha256();
        ByteBuffer bytes = ByteBuffer.allocate((image.rows().length + 3) * Float.BYTES);
        bytes.putInt(image.grid().t())
                .putInt(image.grid().h())
                .putInt(image.grid().w());
        FloatBuffer floats = bytes.slice().asFloatBuffer();
        floats.put(image.rows());
        sha256.update(bytes.array());
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** The digest so far; {@code running} goes on. */
    private static String digest(MessageDigest running) {
        try {
            return HexFormat.of().formatHex(((MessageDigest) running.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
