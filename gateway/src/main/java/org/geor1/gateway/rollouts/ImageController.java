package org.geor1.gateway.rollouts;

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
import javax.imageio.ImageIO;
import org.geor1.gateway.sources.GatewaySources;
import org.geor1.geo.picture.Pictures;
import org.geor1.web.ApiException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Draws the images that prompts name. The same name is the same picture for ever, so browsers keep it. */
@Tag(name = "images")
@RestController
@RequestMapping("/api/v1/images")
class ImageController {
    private final Pictures pictures;

    ImageController(GatewaySources sources) {
        this.pictures = sources.pictures();
    }

    @Operation(summary = "Draw a Mini-Earth panorama or tile")
    @ApiResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/mini-earth/{seed}/{city}/{place}/{view}")
    ResponseEntity<byte[]> drawPlace(
            @PathVariable String seed,
            @PathVariable String city,
            @PathVariable String place,
            @PathVariable String view,
            @RequestParam(defaultValue = "1") @Min(1) @Max(8) int scale)
            throws IOException {
        return draw("mini-earth:" + seed + "/" + city + "/" + place + "/" + view, scale);
    }

    /** Three digits an edge at most: nothing asks for more, and the name alone decides how much memory it takes. */
    @Operation(summary = "Draw the grey image of the blank-image control")
    @ApiResponse(
            responseCode = "200",
            description = "The picture",
            content = @Content(mediaType = "image/png", schema = @Schema(type = "string", format = "binary")))
    @GetMapping("/blank/{size:[1-9][0-9]{0,2}x[1-9][0-9]{0,2}}")
    ResponseEntity<byte[]> drawBlank(@PathVariable String size) throws IOException {
        return draw("blank:" + size, 1);
    }

    private ResponseEntity<byte[]> draw(String ref, int scale) throws IOException {
        try {
            return png(pictures.picture(ref, scale));
        } catch (IllegalArgumentException e) {
            throw ApiException.notFound("image", ref);
        }
    }

    private static ResponseEntity<byte[]> png(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .body(out.toByteArray());
    }
}
