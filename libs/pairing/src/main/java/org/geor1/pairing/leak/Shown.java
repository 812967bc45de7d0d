package org.geor1.pairing.leak;

import java.util.List;

/**
 * A picture's file as a question shows it.
 *
 * @param name as it is written
 * @param bytes of the file
 * @param width in pixels
 * @param height in pixels
 * @param encoding such as "PNG, 8 bits, True Color"
 * @param metadata kinds of metadata in it
 * @param metadataValues hashes of the metadata's entries
 */
public record Shown(
        String name, int bytes, int width, int height, String encoding, String metadata, List<Long> metadataValues) {
    public Shown {
        metadataValues = List.copyOf(metadataValues);
    }
}
