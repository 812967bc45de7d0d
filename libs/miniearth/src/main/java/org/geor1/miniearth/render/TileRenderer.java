package org.geor1.miniearth.render;

import java.awt.image.BufferedImage;
import org.geor1.geo.paint.Rgb;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.style.CityStyle;
import org.geor1.miniearth.style.DrivingSide;

/** The satellite view: 3 × 3 cells around a junction, north up, in a frame coloured by direction. */
final class TileRenderer {
    static final int CELL = 28;
    static final int SIZE = 3 * CELL;

    private static final double FRAME = 3;
    private static final double STREET = 3;
    private static final double MIDDLE = SIZE / 2.0;
    private static final long SALT = 0x711E;

    private final MiniEarth earth;

    TileRenderer(MiniEarth earth) {
        this.earth = earth;
    }

    BufferedImage render(Place place, int scale) {
        Canvas canvas = new Canvas(SIZE, SIZE, scale);
        CityStyle style = place.city().style();
        canvas.rect(0, 0, SIZE, SIZE, style.road());
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (dx != 0 || dy != 0) {
                    new AerialPainter(canvas, (dx + 1) * CELL + STREET / 2, (dy + 1) * CELL + STREET / 2, CELL - STREET)
                            .paint(SceneBuilder.build(earth.cell(place, dx, dy)));
                }
            }
        }
        crossing(canvas, place);
        frame(canvas);
        return canvas.image();
    }

    private static void crossing(Canvas canvas, Place place) {
        CityStyle style = place.city().style();
        int pavement = Rgb.mix(style.ground(), 0xB9B4AA, 0.4);
        for (int corner = 0; corner < 4; corner++) {
            double x = corner % 2 == 0 ? CELL + STREET / 2 : MIDDLE + 6;
            double y = corner / 2 == 0 ? CELL + STREET / 2 : MIDDLE + 6;
            canvas.rect(x, y, CELL / 2.0 - STREET / 2 - 6, CELL / 2.0 - STREET / 2 - 6, pavement);
        }
        int paint = place.country().signs().rgb();
        int keep = place.drivingSide() == DrivingSide.RIGHT ? 1 : -1;
        SeedStream random = SeedStream.of(place.id(), SALT);
        int[] order = random.permutation(4);
        for (Direction direction : Direction.values()) {
            arm(canvas, direction, paint, keep);
        }
        for (int i = 0; i < 2; i++) {
            car(canvas, Direction.values()[order[i]], keep, Rgb.hsl(random.between(0, 360), 0.5, 0.55));
        }
        canvas.ellipse(MIDDLE, MIDDLE, 3.6, 3.6, Legend.PAINT);
        canvas.ellipse(MIDDLE, MIDDLE, 2.9, 2.9, paint);
    }

    /** Zebra marks in the country's colour, then the stop line, which only arriving cars have. */
    private static void arm(Canvas canvas, Direction direction, int paint, int keep) {
        for (int stripe = -2; stripe <= 2; stripe++) {
            oriented(canvas, direction, 6.5, 2.6 * stripe - 0.8, 3, 1.6, paint);
        }
        oriented(canvas, direction, 10.6, keep > 0 ? -5.6 : 0.4, 1.4, 5.2, Legend.PAINT);
    }

    /** A car that has just left the crossing, on its country's side, tail lights towards us. */
    private static void car(Canvas canvas, Direction direction, int keep, int colour) {
        double side = keep * 3.0 - 1.4;
        oriented(canvas, direction, 9.4, side, 4.6, 2.8, colour);
        oriented(canvas, direction, 9.2, side, 0.9, 2.8, 0xE02020);
        oriented(canvas, direction, 12.0, side + 0.3, 1.0, 2.2, 0x20262E);
    }

    /** A rectangle given along and to the right of the heading that leaves the crossing. */
    private static void oriented(
            Canvas canvas, Direction heading, double ahead, double right, double length, double width, int rgb) {
        double forwardX = heading.columnStep();
        double forwardY = heading.rowStep();
        double x0 = MIDDLE + forwardX * ahead - forwardY * right;
        double y0 = MIDDLE + forwardY * ahead + forwardX * right;
        double x1 = x0 + forwardX * length - forwardY * width;
        double y1 = y0 + forwardY * length + forwardX * width;
        canvas.rect(Math.min(x0, x1), Math.min(y0, y1), Math.abs(x1 - x0), Math.abs(y1 - y0), rgb);
    }

    private static void frame(Canvas canvas) {
        canvas.rect(0, 0, SIZE, FRAME, Legend.FRAME);
        canvas.rect(0, SIZE - FRAME, SIZE, FRAME, Legend.FRAME);
        canvas.rect(0, 0, FRAME, SIZE, Legend.FRAME);
        canvas.rect(SIZE - FRAME, 0, FRAME, SIZE, Legend.FRAME);
        canvas.rect(CELL, 0, CELL, FRAME, Legend.colour(Direction.NORTH));
        canvas.rect(SIZE - FRAME, CELL, FRAME, CELL, Legend.colour(Direction.EAST));
        canvas.rect(CELL, SIZE - FRAME, CELL, FRAME, Legend.colour(Direction.SOUTH));
        canvas.rect(0, CELL, FRAME, CELL, Legend.colour(Direction.WEST));
    }
}
