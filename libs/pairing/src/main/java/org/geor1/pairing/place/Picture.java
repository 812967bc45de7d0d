package org.geor1.pairing.place;

import java.util.List;

/**
 * What is known of a picture without its pixels.
 *
 * @param sha256 of its file, 64 hexadecimal digits
 * @param look {@link Look#NONE} if its pixels show next to nothing
 * @param bytes of its file
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 * @param encoding such as "PNG, 8 bits, True Color"; begins with the format
 * @param metadata the kinds of metadata in the file, such as "Exif IFD0, GPS"; empty if there is none
 * @param metadataValues hashes of the entries of that metadata
 */
public record Picture(
        String sha256,
        Look look,
        int bytes,
        int width,
        int height,
        String encoding,
        String metadata,
        List<Long> metadataValues) {

    public Picture {
        metadataValues = List.copyOf(metadataValues);
    }
}
