package org.geor1.gateway.geolocate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.geor1.gateway.GatewayProperties;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.springframework.stereotype.Component;

/**
 * Turns uploads into clean pixels. The result is a PNG written from pixels, so no metadata of the upload goes any
 * further, its position included.
 */
@Component
final class PhotoDecoder {
    private final ImageLimits limits;
    private final ImageDecoder decoder;

    PhotoDecoder(GatewayProperties properties) {
        this.limits = properties.image().limits();
        this.decoder = new ImageDecoder(limits);
    }

    /** @param field where the picture came from, for the refusal: {@code candidates[2]} */
    Photo decode(byte[] bytes, String field) {
        try {
            ImageDecoder.Decoded decoded = decoder.decode(bytes);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            // In memory: ImageIO's default would be a temporary file.
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
                ImageIO.write(decoded.image(), "png", out);
            }
            return new Photo(
                    png.toByteArray(),
                    decoded.image().getWidth(),
                    decoded.image().getHeight(),
                    decoded.hadPosition());
        } catch (ImageException e) {
            ErrorCode code = e.reason() == ImageException.Reason.TOO_MANY_BYTES
                    ? ErrorCode.BODY_TOO_LARGE
                    : ErrorCode.INVALID_IMAGE;
            throw refused(code, field, e.problem(), e.remedy());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same from base64, with or without a {@code data:} prefix; the length is checked before decoding. */
    Photo decode(String base64, String field) {
        int start = base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0;
        long bytes = (base64.length() - start) / 4 * 3L;
        if (bytes > limits.maxBytes() + 2) {
            throw refused(
                    ErrorCode.BODY_TOO_LARGE,
                    field,
                    String.format(
                            Locale.ROOT,
                            "is a file of about %,d bytes; at most %,d are taken",
                            bytes,
                            limits.maxBytes()),
                    "send a smaller file");
        }
        byte[] decoded;
        try {
            String text = base64.substring(start);
            // Some encoders write line breaks; any other stray character is a mistake.
            decoded = Base64.getDecoder().decode(text.indexOf('\n') < 0 ? text : text.replaceAll("[\r\n]", ""));
        } catch (IllegalArgumentException e) {
            throw refused(ErrorCode.INVALID_IMAGE, field, "is not base64", "encode the file's bytes in base64");
        }
        return decode(decoded, field);
    }

    private static ApiException refused(ErrorCode code, String field, String problem, String remedy) {
        return new ApiException(
                code,
                "The picture in '" + field + "' " + problem + ": " + remedy + ".",
                List.of(new FieldProblem(field, problem, remedy)));
    }
}
