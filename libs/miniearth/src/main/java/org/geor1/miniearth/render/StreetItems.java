package org.geor1.miniearth.render;

import org.geor1.geo.paint.Rgb;

/** Street-level silhouettes, each standing on its foot point. */
final class StreetItems {
    private StreetItems() {}

    /**
     * @param x middle of the foot, logical pixels
     * @param foot its lower edge
     * @param breadth visible width
     * @param height visible height
     * @param distance 0 near to 1 far; far things fade into the haze
     */
    static void paint(Canvas canvas, Item item, double x, double foot, double breadth, double height, double distance) {
        double haze = 0.22 * distance;
        int colour = Rgb.mix(item.colour(), 0xC9D6E0, haze);
        int accent = Rgb.mix(item.accent(), 0xC9D6E0, haze);
        double half = breadth / 2;
        double top = foot - height;
        switch (item.kind()) {
            case TREE -> {
                canvas.rect(x - 0.5, foot - height * 0.4, 1, height * 0.4, accent);
                canvas.ellipse(x, top + height * 0.36, Math.max(1.6, half * 0.95), height * 0.36, colour);
                canvas.ellipse(x - half * 0.3, top + height * 0.25, half * 0.4, height * 0.16, Rgb.shade(colour, 0.22));
            }
            case CONIFER -> {
                canvas.rect(x - 0.5, foot - height * 0.2, 1, height * 0.2, accent);
                canvas.polygon(colour, x, top, x + half, foot - height * 0.15, x - half, foot - height * 0.15);
                canvas.polygon(
                        Rgb.shade(colour, 0.16), x, top, x, foot - height * 0.15, x - half, foot - height * 0.15);
            }
            case HOUSE -> gabled(canvas, x, foot, half, height, colour, accent);
            case BUILDING -> building(canvas, x, foot, half, height, colour, accent);
            case TOWER -> tower(canvas, x, foot, half, height, colour, accent);
            case SHED -> shed(canvas, x, foot, half, height, colour, accent);
            case CHIMNEY -> chimney(canvas, x, foot, top, colour, accent);
            case DOME -> dome(canvas, x, foot, half, height, colour, accent);
            case BOAT -> {
                canvas.polygon(colour, x, top, x + 2.4, foot - 1.2, x, foot - 1.2);
                canvas.polygon(colour, x - 0.4, top + 1, x - 0.4, foot - 1.2, x - 2, foot - 1.2);
                canvas.polygon(accent, x - 2.6, foot - 1.1, x + 2.6, foot - 1.1, x + 1.6, foot, x - 1.6, foot);
            }
            case BALE, ROCK -> {
                canvas.ellipse(x, foot - height / 2, half, height / 2, accent);
                canvas.ellipse(x - 0.2, foot - height * 0.6, half * 0.8, height * 0.38, colour);
            }
        }
    }

    private static void gabled(Canvas canvas, double x, double foot, double half, double height, int roof, int wall) {
        double eaves = foot - height * 0.55;
        canvas.rect(x - half * 0.85, eaves, half * 1.7, height * 0.55, wall);
        canvas.polygon(roof, x, foot - height * 1.1, x + half * 1.1, eaves + 0.2, x - half * 1.1, eaves + 0.2);
        canvas.rect(x - 0.5, foot - height * 0.34, 1, height * 0.34, 0x6A4A36);
    }

    /** A plastered town house: two rows of windows under a tiled roof. */
    private static void building(Canvas canvas, double x, double foot, double half, double height, int roof, int wall) {
        double eaves = foot - height * 0.7;
        canvas.rect(x - half, eaves, half * 2, height * 0.7, wall);
        canvas.rect(x + half * 0.6, eaves, half * 0.4, height * 0.7, 0, 0.12);
        canvas.polygon(
                roof,
                x - half * 0.7,
                foot - height,
                x + half * 0.7,
                foot - height,
                x + half * 1.1,
                eaves,
                x - half * 1.1,
                eaves);
        for (int row = 0; row < 2; row++) {
            for (int column = -1; column <= 1; column++) {
                canvas.rect(x + column * half * 0.6 - 0.5, eaves + 1 + row * height * 0.3, 1, height * 0.14, 0x3C4654);
            }
        }
    }

    private static void tower(Canvas canvas, double x, double foot, double half, double height, int face, int dark) {
        double top = foot - height;
        canvas.rect(x - half, top, half * 2, height, face);
        canvas.rect(x + half * 0.45, top, half * 0.55, height, dark, 0.7);
        for (double y = top + 1.4; y < foot - 1.5; y += 2.4) {
            canvas.rect(x - half * 0.8, y, half * 1.1, 1, 0xF3F0C8, 0.75);
        }
        canvas.rect(x - half, top, half * 2, 0.7, Rgb.shade(face, 0.4));
    }

    private static void shed(Canvas canvas, double x, double foot, double half, double height, int roof, int wall) {
        double eaves = foot - height * 0.62;
        canvas.rect(x - half, eaves, half * 2, height * 0.62, wall);
        int teeth = half > 6 ? 4 : 2;
        double step = half * 2 / teeth;
        for (int i = 0; i < teeth; i++) {
            double from = x - half + i * step;
            canvas.polygon(roof, from, eaves, from + step, eaves, from + step, foot - height);
            canvas.rect(from + step * 0.82, foot - height + 0.4, step * 0.18, height * 0.38, 0xD9E6EC);
        }
        canvas.rect(x - half * 0.2, foot - height * 0.38, half * 0.4, height * 0.38, 0x2E2926);
    }

    private static void chimney(Canvas canvas, double x, double foot, double top, int brick, int smoke) {
        canvas.ellipse(x + 5.2, top - 3.4, 3, 1.7, smoke, 0.55);
        canvas.ellipse(x + 2.6, top - 2, 2.4, 1.5, smoke, 0.8);
        canvas.polygon(brick, x - 0.9, top, x + 0.9, top, x + 1.5, foot, x - 1.5, foot);
        canvas.rect(x - 1.1, top + 1.4, 2.2, 1.2, smoke);
    }

    private static void dome(Canvas canvas, double x, double foot, double half, double height, int dome, int stone) {
        double hall = foot - height * 0.42;
        canvas.rect(x - half * 1.3, foot - 1.2, half * 2.6, 1.2, Rgb.shade(stone, -0.15));
        canvas.rect(x - half * 1.1, hall, half * 2.2, height * 0.42 - 1, stone);
        canvas.ellipse(x, hall, half * 0.92, height * 0.44, dome);
        canvas.ellipse(x - half * 0.35, hall - height * 0.2, half * 0.22, height * 0.14, Rgb.shade(dome, 0.5));
        canvas.rect(x - half * 1.1, hall, half * 2.2, height * 0.42 - 1, stone);
        canvas.rect(x - 0.4, hall - height * 0.6, 0.8, height * 0.18, Rgb.shade(dome, -0.2));
        for (int column = -2; column <= 2; column++) {
            canvas.rect(x + column * half * 0.45 - 0.5, hall + 1, 1, height * 0.42 - 2.4, Rgb.shade(stone, -0.32));
        }
    }
}
