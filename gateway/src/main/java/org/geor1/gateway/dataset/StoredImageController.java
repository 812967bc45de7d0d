package org.geor1.gateway.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.geor1.gateway.openapi.Problems;
import org.geor1.image.BicubicResize;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.RgbPixels;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stored pictures for people, and their files. What users uploaded never reaches a browser as it is: pictures are drawn anew,
 * and files come as bytes to be saved.
 */
@Tag(name = "images")
@RestController
@RequestMapping("/api/v1/images/sha256/{sha256}")
class StoredImageController {

    /** Pictures drawn at a time: a large one takes some 200 MB. */
    private static final int AT_ONCE = 3;

    private static final long PATIENCE_SECONDS = 10;

    private final ImageRegister register;
    private final StoredPictures pictures;
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());
    private final Semaphore drawing = new Semaphore(AT_ONCE, true);

    StoredImageController(ImageRegister register, StoredPictures pictures) {
        this.register = register;
        this.pictures = pictures;
    }

    @Operation(summary = "A stored picture for people, at most this wide")
    @ApiResponse(
            responseCode = "200",
            description = "The picture, upright",
            content = @Content(mediaType = "image/jpeg", schema = @Schema(type = "string", format = "binary")))
    @Problems(ErrorCode.TRAINER_UNAVAILABLE)
    @GetMapping
    ResponseEntity<byte[]> drawStoredImage(
            @PathVariable String sha256, @RequestParam(defaultValue = "512") @Min(16) @Max(2048) int width)
            throws IOException, InterruptedException {
        require(sha256);
        if (!drawing.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new ApiException(ErrorCode.SERVER_BUSY, "Many pictures are being drawn; try again.");
        }
        try {
            byte[] jpeg = jpeg(scaled(decoder.decode(pictures.read(sha256)).image(), width));
            return ResponseEntity.ok()
                    .contentType(MediaType.IMAGE_JPEG)
                    .cacheControl(forEver())
                    .body(jpeg);
        } catch (ImageException e) {
            throw ApiException.notFound("image", sha256);
        } finally {
            drawing.release();
        }
    }

    @Operation(summary = "The file of a stored picture, without metadata")
    @ApiResponse(
            responseCode = "200",
            description = "The bytes of the file",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = "string", format = "binary")))
    @Problems(ErrorCode.TRAINER_UNAVAILABLE)
    @GetMapping("/file")
    ResponseEntity<byte[]> readStoredImage(@PathVariable String sha256) {
        require(sha256);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        "Content-Disposition",
                        ContentDisposition.attachment().filename(sha256).build().toString())
                .cacheControl(forEver())
                .body(pictures.read(sha256));
    }

    private void require(String sha256) {
        if (!Images.HASH.matcher(sha256).matches() || register.find(sha256).isEmpty()) {
            throw ApiException.notFound("image", sha256);
        }
    }

    private static CacheControl forEver() {
        return CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable();
    }

    private static BufferedImage scaled(BufferedImage image, int width) {
        if (image.getWidth() <= width) {
            return image;
        }
        int height = Math.max(1, (int) Math.round((double) image.getHeight() * width / image.getWidth()));
        return BicubicResize.resize(RgbPixels.of(image), width, height).toBufferedImage();
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: ImageIO's default would be a temporary file.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "jpeg", out);
        }
        return bytes.toByteArray();
    }
}
