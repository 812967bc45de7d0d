package org.geor1.gateway.rollouts;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.geor1.gateway.problems.ApiException;
import org.geor1.gateway.problems.Parameters;
import org.geor1.geo.miniearth.MiniEarth;
import org.geor1.geo.miniearth.Place;
import org.geor1.geo.render.MiniEarthRenderer;
import org.jspecify.annotations.Nullable;
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
    /** Planets kept; a seed is the caller's to choose, so their number must be bounded. */
    private static final int PLANETS = 8;

    private static final int MAX_BLANK_EDGE = 2048;

    private final Map<Long, Planet> planets = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Planet> eldest) {
            return size() > PLANETS;
        }
    });

    private record Planet(MiniEarth earth, MiniEarthRenderer renderer) {}

    @Operation(summary = "Draw a Mini-Earth panorama or tile")
    @GetMapping("/mini-earth/{seed}/{city}/{place}/{view}")
    ResponseEntity<byte[]> place(
            @PathVariable String seed,
            @PathVariable String city,
            @PathVariable String place,
            @PathVariable String view,
            @RequestParam(defaultValue = "1") int scale)
            throws IOException {
        Parameters.between("scale", scale, 1, 8);
        String text = "mini-earth:" + seed + "/" + city + "/" + place + "/" + view;
        if (!(ImageRef.parse(text) instanceof ImageRef.Place ref)) {
            throw ApiException.notFound("image", text);
        }
        Planet planet = planets.computeIfAbsent(ref.seed(), ImageController::planet);
        Place found = find(planet.earth(), ref);
        if (found == null) {
            throw ApiException.notFound("image", text);
        }
        return png(planet.renderer().render(ref.view(), found, scale));
    }

    @Operation(summary = "Draw the grey image of the blank-image control")
    @GetMapping("/blank/{size}")
    ResponseEntity<byte[]> blank(@PathVariable String size) throws IOException {
        if (!(ImageRef.parse("blank:" + size) instanceof ImageRef.Blank ref)
                || Math.max(ref.width(), ref.height()) > MAX_BLANK_EDGE) {
            throw ApiException.notFound("image", "blank:" + size);
        }
        BufferedImage image = new BufferedImage(ref.width(), ref.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, ref.width(), ref.height());
        graphics.dispose();
        return png(image);
    }

    private static Planet planet(long seed) {
        MiniEarth earth = MiniEarth.create(seed);
        return new Planet(earth, new MiniEarthRenderer(earth));
    }

    private static @Nullable Place find(MiniEarth earth, ImageRef.Place ref) {
        if (ref.place() >= earth.placeCount()) {
            return null;
        }
        Place place = earth.place(ref.place());
        return place.city().name().equals(ref.city()) ? place : null;
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
