package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.geor1.gateway.problems.ApiException;
import org.geor1.gateway.problems.ErrorCode;
import org.geor1.gateway.problems.FieldProblem;
import org.geor1.geo.pairing.PairingQuestion;
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

    private static final String MATCH = "match";

    private final PhotoDecoder decoder;
    private final Geolocator geolocator;

    GeolocateController(PhotoDecoder decoder, Geolocator geolocator) {
        this.decoder = decoder;
        this.geolocator = geolocator;
    }

    /**
     * @param imageB64 the encoded PNG or JPEG in base64, with or without a {@code data:} prefix
     * @param model a model's name; null takes the served default
     * @param mode {@code open}, the default: which city is it; {@code match}: which of the candidates shows the place
     * @param candidates for {@code match}, 2 to 10 tiles, encoded like the photo; the first one is A
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record JsonRequest(
            @Nullable String imageB64,
            @Nullable String model,
            @Nullable String mode,
            @Nullable List<String> candidates) {}

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
        requireOpen(mode);
        byte[] bytes = image.getBytes();
        return geolocator.run(() -> decode(bytes), model);
    }

    @Operation(summary = "Geolocate a photo sent as base64")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    GeolocateView json(@RequestBody JsonRequest request) {
        if (request.imageB64() == null) {
            throw missing("image_b64");
        }
        if (MATCH.equals(request.mode())) {
            return match(request);
        }
        requireOpen(request.mode());
        byte[] bytes = bytes(request.imageB64());
        return geolocator.run(() -> decode(bytes), request.model());
    }

    private GeolocateView match(JsonRequest request) {
        List<String> tiles = request.candidates() == null ? List.of() : request.candidates();
        if (tiles.size() < 2 || tiles.size() > PairingQuestion.MAX_CANDIDATES || tiles.contains(null)) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "Mode 'match' takes 2 to 10 candidates.",
                    List.of(new FieldProblem(
                            "candidates", "must hold 2 to 10 images", "send the tiles in base64, like the photo")));
        }
        List<byte[]> images = new ArrayList<>();
        images.add(bytes(Objects.requireNonNull(request.imageB64())));
        tiles.forEach(tile -> images.add(bytes(tile)));
        return geolocator.match(() -> images.stream().map(this::decode).toList(), request.model());
    }

    private static byte[] bytes(String base64) {
        int comma = base64.startsWith("data:") ? base64.indexOf(',') + 1 : 0;
        try {
            return Base64.getMimeDecoder().decode(base64.substring(comma));
        } catch (IllegalArgumentException e) {
            throw new ApiException(ErrorCode.INVALID_IMAGE, REFUSED);
        }
    }

    private static void requireOpen(@Nullable String mode) {
        if (mode != null && !mode.equals("open")) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "The mode is not known.",
                    List.of(new FieldProblem(
                            "mode", "is not known", "send 'open', 'match' as JSON with candidates, or leave it out")));
        }
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
