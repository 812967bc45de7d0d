package org.geor1.pairing.picture;

import java.io.IOException;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.SampleRows;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.Picture;

/** Decodes pictures and says what is known of them. Safe for threads. */
public final class PictureReader {

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());

    /** @throws ImageException if the bytes are no picture that can be decoded */
    public Picture read(byte[] bytes) throws IOException {
        ImageDecoder.Size size = decoder.size(bytes);
        Look look = PerceptualHash.of(new SampleRows(decoder.decode(bytes).image(), false));
        FileTraits traits = FileTraits.of(bytes);
        return new Picture(
                Sha256.hex(bytes),
                look,
                bytes.length,
                (int) size.width(),
                (int) size.height(),
                traits.encoding(),
                traits.metadata(),
                traits.values());
    }
}
