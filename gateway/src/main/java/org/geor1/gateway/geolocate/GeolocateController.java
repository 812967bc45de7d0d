package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.geor1.gateway.problems.ApiException;
import org.geor1.gateway.problems.ErrorCode;
import org.geor1.gateway.problems.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Photo in, reasoning and place out. */
@Tag(name = "geolocate")
@RestController
@RequestMapping("/v1/geolocate")
class GeolocateController {
    private static final Logger log = LoggerFactory.getLogger(GeolocateController.class);

    /** One sentence for every refused image, whatever was wrong with it. */
    private static final String REFUSED =
            "The image could not be used: send a PNG or JPEG photo of ordinary dimensions.";

    private final PhotoDecoder decoder;
    private final Geolocator geolocator;

    GeolocateController(PhotoDecoder decoder, Geolocator geolocator) {
        this.decoder = decoder;
        this.geolocator = geolocator;
    }

    /**
     * @param imageB64 the encoded PNG or JPEG in base64, with or without a {@code data:} prefix
     * @param model a model's name; null takes the served default
     * @param mode only {@code open} is known
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record JsonRequest(
            @Nullable String imageB64,
            @Nullable String model,
            @Nullable String mode) {}

    @Operation(summary = "Geolocate an uploaded photo")
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    GeolocateView upload(
            @RequestParam(name = "image", required = false) @Nullable MultipartFile image,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String mode)
            throws IOException {
        if (image == null) {
            throw missing("image");
        }
        return locate(image.getBytes(), model, mode);
    }

    @Operation(summary = "Geolocate a photo sent as base64")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    GeolocateView json(@RequestBody JsonRequest request) {
        if (request.imageB64() == null) {
            throw missing("image_b64");
        }
        String base64 = request.imageB64();
        int comma = base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0;
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64.substring(comma));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.INVALID_IMAGE, REFUSED);
        }
        return locate(bytes, request.model(), request.mode());
    }

    private GeolocateView locate(byte[] bytes, @Nullable String model, @Nullable String mode) {
        if (mode != null && !mode.equals("open")) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "The mode is not known; send 'open' or leave it out.",
                    List.of(new FieldProblem("mode", "is not known", "send 'open' or leave it out")));
        }
        return geolocator.run(() -> decode(bytes), model);
    }

    private Photo decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (InvalidImageException e) {
            log.debug("Refused an image of {} bytes: {}", bytes.length, e.getMessage());
            throw new ApiException(ErrorCode.INVALID_IMAGE, REFUSED);
        }
    }

    private static ApiException missing(String field) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "The field '" + field + "' is missing.",
                List.of(new FieldProblem(field, "is required", "add it")));
    }
}
