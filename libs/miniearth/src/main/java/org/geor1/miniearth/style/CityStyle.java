package org.geor1.miniearth.style;

import org.geor1.geo.paint.Rgb;
import org.geor1.geo.seed.SeedStream;

/**
 * A city's look. Every value is drawn from a continuous range around its country's and climate's
 * own, so a held-out city is new but of the same kind.
 *
 * @param roof roof colour near {@code roofSwatch}, {@code 0xRRGGBB}
 * @param wall wall colour
 * @param vegetation tint of street trees and lawns
 * @param ground bare ground between buildings
 * @param road asphalt colour
 * @param blockRows rows of buildings in an ordinary block
 * @param blockColumns columns of buildings in an ordinary block
 * @param treesPerBlock street trees in an ordinary block
 */
public record CityStyle(
        Swatch roofSwatch,
        int roof,
        int wall,
        int vegetation,
        int ground,
        int road,
        int blockRows,
        int blockColumns,
        int treesPerBlock) {

    /** Draws the look of a city with that roof colour in that climate. */
    public static CityStyle draw(SeedStream random, Swatch roof, Climate climate) {
        return new CityStyle(
                roof,
                Rgb.jitter(roof.rgb(), random, 12),
                Rgb.hsl(random.between(15, 60), random.between(0.10, 0.45), random.between(0.68, 0.86)),
                Rgb.jitter(vegetationOf(climate), random, 16),
                Rgb.jitter(groundOf(climate), random, 8),
                Rgb.grey((int) random.between(72, 104)),
                2 + random.nextInt(2),
                2 + random.nextInt(2),
                2 + random.nextInt(4));
    }

    private static int vegetationOf(Climate climate) {
        return switch (climate) {
            case ARCTIC -> 0x4F7266;
            case TEMPERATE -> 0x4F8F3F;
            case DESERT -> 0x8C8F4A;
            case TROPICAL -> 0x2F9E44;
            case MEDITERRANEAN -> 0x71803E;
        };
    }

    private static int groundOf(Climate climate) {
        return switch (climate) {
            case ARCTIC -> 0xEDF2F6;
            case TEMPERATE -> 0x93B866;
            case DESERT -> 0xCDA873;
            case TROPICAL -> 0xB5653E;
            case MEDITERRANEAN -> 0xBDB8AC;
        };
    }
}
