package org.geor1.web;

/** Where the trainer takes and gives pictures of datasets: {@code GET} and {@code PUT} of a hash below {@link #PATH}. */
public final class ImageApi {

    public static final String PATH = "/internal/v1/images";

    private ImageApi() {}

    /**
     * The answer of a {@code PUT}.
     *
     * @param sha256 of what was stored: the given one, unless the file had metadata, which is not kept
     */
    public record Stored(String sha256) {}
}
