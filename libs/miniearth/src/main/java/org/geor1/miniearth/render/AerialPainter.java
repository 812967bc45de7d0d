package org.geor1.miniearth.render;

import org.geor1.geo.paint.Rgb;

/** Paints a cell's scene as seen from above, north up, light from the north-west. */
final class AerialPainter {
    private final Canvas canvas;
    private final double left;
    private final double top;
    private final double size;

    /** Paints into the square at (left, top), in logical pixels. */
    AerialPainter(Canvas canvas, double left, double top, double size) {
        this.canvas = canvas;
        this.left = left;
        this.top = top;
        this.size = size;
    }

    void paint(CellScene scene) {
        canvas.clip(left, top, size, size);
        ground(scene);
        for (Item item : scene.items()) {
            item(item);
        }
        canvas.unclip();
    }

    private void ground(CellScene scene) {
        switch (scene.ground()) {
            case PLAIN -> canvas.rect(left, top, size, size, scene.base());
            case WATER -> water(scene);
            case STRIPES -> stripes(scene);
            case COURT -> court(scene);
            case DUNES -> dunes(scene);
        }
    }

    private void water(CellScene scene) {
        double middleX = left + size / 2;
        double middleY = top + size / 2;
        canvas.rect(left, top, size, size, scene.accent());
        canvas.ellipse(middleX, middleY, size * 0.56, size * 0.54, 0xE2D6AC);
        canvas.ellipse(middleX, middleY, size * 0.52, size * 0.50, Rgb.shade(scene.base(), 0.12));
        canvas.ellipse(middleX, middleY, size * 0.40, size * 0.38, scene.base());
        for (int i = 0; i < scene.stripes(); i++) {
            double x = left + size * (0.24 + 0.13 * (i * 2 % 5));
            double y = top + size * (0.22 + 0.15 * i);
            canvas.rect(x, y, size * 0.17, size * 0.035, 0xD8ECFF, 0.9);
        }
    }

    private void stripes(CellScene scene) {
        canvas.rect(left, top, size, size, scene.base());
        double step = size / scene.stripes();
        for (int i = 0; i < scene.stripes(); i++) {
            if (scene.northSouth()) {
                canvas.rect(left + i * step, top, step / 2, size, scene.accent());
            } else {
                canvas.rect(left, top + i * step, size, step / 2, scene.accent());
            }
        }
    }

    private void court(CellScene scene) {
        canvas.rect(left, top, size, size, scene.base());
        canvas.rect(left + size * 0.36, top, size * 0.28, size, scene.accent());
        canvas.rect(left, top + size * 0.36, size, size * 0.28, scene.accent());
    }

    private void dunes(CellScene scene) {
        canvas.rect(left, top, size, size, scene.base());
        int dots = scene.stripes();
        double step = size / dots;
        for (int row = 0; row < dots; row++) {
            for (int column = 0; column < dots; column++) {
                double shift = row % 2 == 0 ? 0.3 : 0.7;
                canvas.ellipse(left + (column + shift) * step, top + (row + 0.5) * step, 0.75, 0.5, scene.accent());
            }
        }
    }

    private void item(Item item) {
        double x = left + item.u() * size;
        double y = top + item.v() * size;
        double halfWidth = item.width() * size / 2;
        double halfDepth = item.depth() * size / 2;
        switch (item.kind()) {
            case TREE, CONIFER -> {
                canvas.ellipse(x + 0.7, y + 0.8, halfWidth, halfDepth, 0, 0.35);
                canvas.ellipse(x, y, halfWidth, halfDepth, item.colour());
                canvas.ellipse(x - 0.6, y - 0.6, halfWidth * 0.45, halfDepth * 0.45, Rgb.shade(item.colour(), 0.25));
            }
            case HOUSE, BUILDING -> roof(item, x - halfWidth, y - halfDepth);
            case TOWER -> tower(item, x - halfWidth, y - halfDepth);
            case SHED -> shed(item, x - halfWidth, y - halfDepth);
            case CHIMNEY -> {
                canvas.ellipse(x + 3.6, y + 2.8, 2.4, 1.6, item.accent(), 0.5);
                canvas.ellipse(x + 1.6, y + 1.2, 1.8, 1.3, item.accent(), 0.8);
                canvas.ellipse(x, y, 1.6, 1.6, item.colour());
                canvas.ellipse(x, y, 0.8, 0.8, 0x2B2220);
            }
            case DOME -> {
                canvas.rect(
                        x - halfWidth * 1.12, y - halfDepth * 1.12, halfWidth * 2.24, halfDepth * 2.24, item.accent());
                canvas.ellipse(x + 0.8, y + 0.8, halfWidth, halfDepth, 0, 0.3);
                canvas.ellipse(x, y, halfWidth, halfDepth, Rgb.shade(item.colour(), -0.2));
                canvas.ellipse(x - 0.5, y - 0.5, halfWidth * 0.8, halfDepth * 0.8, item.colour());
                canvas.ellipse(x - 1.6, y - 1.6, halfWidth * 0.3, halfDepth * 0.3, Rgb.shade(item.colour(), 0.5));
            }
            case BOAT -> canvas.polygon(item.colour(), x, y - 2.2, x + 1.3, y + 1.6, x - 1.3, y + 1.6);
            case BALE, ROCK -> {
                canvas.ellipse(x + 0.5, y + 0.5, halfWidth, halfDepth, 0, 0.3);
                canvas.ellipse(x, y, halfWidth, halfDepth, item.colour());
            }
        }
    }

    /** A gabled roof: the light side to the north-west, a ridge along the longer side. */
    private void roof(Item item, double x, double y) {
        double w = item.width() * size;
        double d = item.depth() * size;
        canvas.rect(x + 1, y + 1, w, d, 0, 0.3);
        canvas.rect(x, y, w, d, Rgb.shade(item.colour(), 0.14));
        if (w >= d) {
            canvas.rect(x, y + d / 2, w, d / 2, Rgb.shade(item.colour(), -0.2));
        } else {
            canvas.rect(x + w / 2, y, w / 2, d, Rgb.shade(item.colour(), -0.2));
        }
    }

    private void tower(Item item, double x, double y) {
        double w = item.width() * size;
        double d = item.depth() * size;
        double reach = item.height() / 32 * 5.5;
        canvas.polygon(
                0x4B4E55,
                x + w,
                y,
                x + w + reach,
                y + reach,
                x + w + reach,
                y + d + reach,
                x + reach,
                y + d + reach,
                x,
                y + d);
        canvas.rect(x, y, w, d, Rgb.shade(item.colour(), 0.25));
        canvas.rect(x + w * 0.16, y + d * 0.16, w * 0.68, d * 0.68, item.accent());
        canvas.rect(x + w * 0.36, y + d * 0.36, w * 0.28, d * 0.28, Rgb.shade(item.colour(), 0.55));
    }

    /** A saw-tooth roof: bright skylights across the long side. */
    private void shed(Item item, double x, double y) {
        double w = item.width() * size;
        double d = item.depth() * size;
        canvas.rect(x + 1, y + 1, w, d, 0, 0.4);
        canvas.rect(x, y, w, d, item.colour());
        int teeth = 6;
        for (int i = 0; i < teeth; i++) {
            double at = (i + 0.55) / teeth;
            if (w >= d) {
                canvas.rect(x + at * w, y, w / teeth * 0.4, d, Rgb.shade(item.colour(), 0.5));
            } else {
                canvas.rect(x, y + at * d, w, d / teeth * 0.4, Rgb.shade(item.colour(), 0.5));
            }
        }
    }
}
