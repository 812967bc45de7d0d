package org.geor1.miniearth.render;

import java.awt.image.BufferedImage;
import org.geor1.geo.paint.Rgb;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.style.CityStyle;
import org.geor1.miniearth.style.Climate;
import org.geor1.miniearth.style.DrivingSide;

/**
 * The street view: 360° clockwise in eight 45° octants, each centred on its direction, from north
 * at the left edge; below it a compass ribbon in the colours of the tile's frame.
 */
final class PanoramaRenderer {
    private static final int OCTANT = StreetPainter.OCTANT;
    static final int WIDTH = 8 * OCTANT;
    static final int HEIGHT = 56;

    private static final double RIBBON = 4;
    private static final double STREET_TOP = StreetPainter.NEAR;
    private static final double STREET_BOTTOM = HEIGHT - RIBBON;
    private static final int[] DX = {0, 1, 1, 1, 0, -1, -1, -1};
    private static final int[] DY = {-1, -1, 0, 1, 1, 1, 0, -1};
    private static final long SALT = 0x9A40;

    private final MiniEarth earth;

    PanoramaRenderer(MiniEarth earth) {
        this.earth = earth;
    }

    BufferedImage render(Place place, int scale) {
        Canvas canvas = new Canvas(WIDTH, HEIGHT, scale);
        SeedStream random = SeedStream.of(place.id(), SALT);
        CityStyle style = place.city().style();
        sky(canvas, place.climate(), random);
        for (int octant = 0; octant < 8; octant++) {
            new StreetPainter(canvas, octant * OCTANT, DX[octant], DY[octant])
                    .paint(SceneBuilder.build(earth.cell(place, DX[octant], DY[octant])));
        }
        for (int octant = 0; octant < 8; octant++) {
            sideStreet(canvas, octant * OCTANT, style.road());
        }
        sideStreet(canvas, WIDTH, style.road());
        foreground(canvas, place, random);
        for (int octant = 1; octant < 8; octant += 2) {
            SignBoard.paint(canvas, place.country(), octant * OCTANT + random.between(5, 14));
        }
        ribbon(canvas);
        return canvas.image();
    }

    private static void sky(Canvas canvas, Climate climate, SeedStream random) {
        int zenith = Rgb.jitter(zenith(climate), random, 8);
        int low = horizon(climate);
        canvas.gradient(0, StreetPainter.HORIZON, zenith, low);
        for (int i = 0; i < 5; i++) {
            double x = random.between(0, WIDTH);
            double y = random.between(4, 14);
            canvas.ellipse(x, y, random.between(5, 11), random.between(1.2, 2.2), 0xFFFFFF, 0.55);
            canvas.ellipse(x + 4, y - 1, 4, 1.8, 0xFFFFFF, 0.55);
        }
        for (int i = 0; i < 9; i++) {
            double x = (i + random.nextDouble()) * WIDTH / 9;
            canvas.ellipse(
                    x,
                    StreetPainter.HORIZON + 2,
                    random.between(12, 20),
                    random.between(3.5, 6.5),
                    Rgb.mix(zenith, low, 0.45));
        }
    }

    private static int zenith(Climate climate) {
        return switch (climate) {
            case ARCTIC -> 0xA9C3DC;
            case TEMPERATE -> 0x7FB0E6;
            case DESERT -> 0xE3C68E;
            case TROPICAL -> 0x5CC4CF;
            case MEDITERRANEAN -> 0x4C8FE0;
        };
    }

    private static int horizon(Climate climate) {
        return switch (climate) {
            case ARCTIC -> 0xE9EEF3;
            case TEMPERATE -> 0xDCEBF7;
            case DESERT -> 0xFBEBC9;
            case TROPICAL -> 0xE3F6E9;
            case MEDITERRANEAN -> 0xF7E9D6;
        };
    }

    /** The street between two cells runs away along the octants' common edge. */
    private static void sideStreet(Canvas canvas, double x, int road) {
        double top = StreetPainter.HORIZON + 3;
        canvas.polygon(road, x - 0.3, top, x + 0.3, top, x + 2.4, STREET_TOP, x - 2.4, STREET_TOP);
    }

    private static void foreground(Canvas canvas, Place place, SeedStream random) {
        CityStyle style = place.city().style();
        canvas.gradient(STREET_TOP, STREET_BOTTOM - STREET_TOP, style.road(), Rgb.shade(style.road(), -0.12));
        int paint = place.country().signs().rgb();
        int keep = place.drivingSide() == DrivingSide.RIGHT ? 1 : -1;
        int[] order = random.permutation(4);
        for (int octant = 0; octant < 8; octant++) {
            double left = octant * OCTANT;
            if (octant % 2 == 1) {
                int pavement = Rgb.mix(style.ground(), 0xB9B4AA, 0.4);
                canvas.polygon(
                        pavement,
                        left,
                        STREET_TOP,
                        left + OCTANT,
                        STREET_TOP,
                        left + 21,
                        STREET_TOP + 6,
                        left + 7,
                        STREET_TOP + 6);
            } else {
                arm(canvas, left + OCTANT / 2.0, paint, keep);
                if (order[octant / 2] < 2) {
                    car(canvas, left + OCTANT / 2.0 + keep * 7, Rgb.hsl(random.between(0, 360), 0.5, 0.5));
                }
            }
        }
    }

    /** The mouth of a street: zebra marks, and the stop line on the side of arriving cars. */
    private static void arm(Canvas canvas, double x, int paint, int keep) {
        canvas.rect(keep > 0 ? x - 12 : x + 1, STREET_TOP + 1, 11, 1.2, Legend.PAINT);
        for (int stripe = -3; stripe <= 3; stripe++) {
            double top = x + stripe * 3.6;
            double bottom = x + stripe * 4.0;
            canvas.polygon(
                    paint,
                    top - 0.9,
                    STREET_TOP + 6,
                    top + 0.9,
                    STREET_TOP + 6,
                    bottom + 1.1,
                    STREET_BOTTOM,
                    bottom - 1.1,
                    STREET_BOTTOM);
        }
    }

    /** A departing car seen from behind. */
    private static void car(Canvas canvas, double x, int colour) {
        double foot = STREET_TOP + 6;
        canvas.ellipse(x, foot, 4.2, 0.9, 0, 0.4);
        canvas.rect(x - 3.6, foot - 4.2, 7.2, 3.6, colour);
        canvas.polygon(
                Rgb.shade(colour, 0.15), x - 2.8, foot - 4.2, x - 2, foot - 7, x + 2, foot - 7, x + 2.8, foot - 4.2);
        canvas.rect(x - 1.8, foot - 6.4, 3.6, 1.9, 0x2A333E);
        canvas.rect(x - 3.5, foot - 3.4, 1.5, 1.3, 0xFF2A1C);
        canvas.rect(x + 2, foot - 3.4, 1.5, 1.3, 0xFF2A1C);
        canvas.rect(x - 3.2, foot - 0.7, 1.6, 1.2, 0x16181B);
        canvas.rect(x + 1.6, foot - 0.7, 1.6, 1.2, 0x16181B);
    }

    private static void ribbon(Canvas canvas) {
        canvas.rect(0, STREET_BOTTOM, WIDTH, RIBBON, 0x8B8F95);
        for (Direction direction : Direction.values()) {
            canvas.rect(direction.ordinal() * 2 * OCTANT, STREET_BOTTOM, OCTANT, RIBBON, Legend.colour(direction));
        }
    }
}
