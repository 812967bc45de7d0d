package org.geor1.gateway.geolocate;

import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.geor1.gateway.openapi.Problems;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartRequest;
import tools.jackson.databind.JsonNode;

/** Photo in, reasoning and place out. */
@Tag(name = "geolocate")
@RestController
@RequestMapping("/v1/geolocate")
class GeolocateController {
    private static final String IMAGE = "image";
    private static final List<String> PARTS = List.of(IMAGE, "model", "mode");

    private final PhotoDecoder decoder;
    private final Geolocator geolocator;

    GeolocateController(PhotoDecoder decoder, Geolocator geolocator) {
        this.decoder = decoder;
        this.geolocator = geolocator;
    }

    /** Documented with the other form: one path and method are one operation of the OpenAPI document. */
    @Hidden
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    GeolocateView upload(
            @RequestParam(name = IMAGE, required = false) @Nullable List<MultipartFile> image,
            @RequestParam(required = false) @Nullable String model,
            @RequestParam(required = false) @Nullable String mode,
            HttpServletRequest request)
            throws IOException {
        GeolocateRequest.requireKnown(request.getParameterMap().keySet(), PARTS);
        if (request instanceof MultipartRequest parts) {
            GeolocateRequest.requireKnown(parts.getMultiFileMap().keySet(), PARTS);
        }
        GeolocateRequest.requireMode(mode);
        if (GeolocateRequest.MATCH.equals(mode)) {
            throw WrongField.of("mode", "takes 'match' as JSON only", "send JSON with candidates");
        }
        if (image == null || image.isEmpty()) {
            throw WrongField.of(IMAGE, "is required", "add it");
        }
        if (image.size() > 1) {
            throw WrongField.of(IMAGE, "is there " + image.size() + " times", "send one photo");
        }
        byte[] bytes = image.get(0).getBytes();
        return geolocator.run(() -> decoder.decode(bytes, IMAGE), model, Sampling.ONE);
    }

    @Operation(operationId = "geolocate", summary = "Locate a photo that is sent as base64 or uploaded as a form")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = GeolocateRequest.class)),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
                        schema = @Schema(type = "object", requiredProperties = IMAGE),
                        schemaProperties = {
                            @SchemaProperty(name = IMAGE, schema = @Schema(type = "string", format = "binary")),
                            @SchemaProperty(name = "model", schema = @Schema(type = "string")),
                            @SchemaProperty(name = "mode", schema = @Schema(type = "string", allowableValues = "open"))
                        })
            })
    @Problems({
        ErrorCode.UNKNOWN_MODEL,
        ErrorCode.INVALID_IMAGE,
        ErrorCode.TOO_MANY_REQUESTS,
        ErrorCode.INFERENCE_UNAVAILABLE
    })
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    GeolocateView json(@RequestBody JsonNode body, HttpServletRequest request) {
        GeolocateRequest.requireKnown(request.getParameterMap().keySet(), List.of());
        GeolocateRequest question = GeolocateRequest.of(body);
        return question.isMatch()
                ? geolocator.match(() -> decode(question), question.model())
                : geolocator.run(() -> decode(question).get(0), question.model(), question.sampling());
    }

    /** The photo, then its candidates, one at a time, because together they may be large. */
    private List<Photo> decode(GeolocateRequest question) {
        List<Photo> photos = new ArrayList<>();
        photos.add(decoder.decode(question.imageB64(), GeolocateRequest.IMAGE));
        List<String> tiles = question.candidates() == null ? List.of() : question.candidates();
        for (int k = 0; k < tiles.size(); k++) {
            photos.add(decoder.decode(tiles.get(k), GeolocateRequest.CANDIDATES + "[" + k + "]"));
        }
        return photos;
    }
}
