package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;
import org.geor1.image.ImageLimits;
import org.junit.jupiter.api.Test;

/** Contract: a picture's size without its pixels, and the refusal of what decoding would refuse for its header or length. */
class PictureSizeTest {

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());

    @Test
    void isThatOfTheDecodedPictureOrThatTurned() throws IOException {
        for (Path file : PictureFiles.withExpectation("pictures")) {
            ImageDecoder.Size size = decoder.size(Files.readAllBytes(file));
            BufferedImage decoded = PictureFiles.expected(file);
            assertThat(Set.of(size.width(), size.height()))
                    .as(file.toString())
                    .isEqualTo(Set.copyOf(Arrays.asList((long) decoded.getWidth(), (long) decoded.getHeight())));
        }
        assertThat(decoder.size(PictureFiles.read("cases/stripes4096.png")))
                .isEqualTo(new ImageDecoder.Size(4096, 2048));
    }

    @Test
    void refusesFilesThatAreCutOffTooLargeOrNone() throws IOException {
        assertThat(reason(PictureFiles.read("cases/truncated_half.jpg"))).isEqualTo(Reason.CUT_OFF);
        assertThat(reason(new byte[0])).isEqualTo(Reason.UNSUPPORTED_FORMAT);
        byte[] png = PictureFiles.read("cases/base.png");
        assertThat(reason(Arrays.copyOf(png, png.length - 12))).isEqualTo(Reason.CUT_OFF);
        assertThat(reason(Arrays.copyOf(png, (20 << 20) + 1))).isEqualTo(Reason.TOO_MANY_BYTES);
        assertThatThrownBy(() -> new ImageDecoder(new ImageLimits(1 << 20, 10, 1)).size(png))
                .isInstanceOf(ImageException.class);
    }

    private Reason reason(byte[] bytes) {
        try {
            decoder.size(bytes);
            throw new AssertionError("was not refused");
        } catch (ImageException e) {
            return e.reason();
        }
    }
}
