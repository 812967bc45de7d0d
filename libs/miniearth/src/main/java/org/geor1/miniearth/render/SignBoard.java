package org.geor1.miniearth.render;

import org.geor1.miniearth.style.Country;
import org.geor1.miniearth.style.Script;

/** Street signs: their colour and script are a country's own. */
final class SignBoard {
    private SignBoard() {}

    /** A board on a pole, its left edge at {@code x}. */
    static void paint(Canvas canvas, Country country, double x) {
        double top = StreetPainter.HORIZON + 3;
        canvas.rect(x + 4.2, top, 0.8, 19, 0x4A4D52);
        canvas.rect(x - 0.5, top - 0.5, 10.2, 7.2, Legend.PAINT);
        canvas.rect(x, top, 9.2, 6.2, country.signs().rgb());
        glyphs(canvas, country.script(), x + 1.2, top + 1.4);
    }

    private static void glyphs(Canvas canvas, Script script, double x, double y) {
        for (int i = 0; i < 4; i++) {
            switch (script) {
                case BARS -> {
                    canvas.rect(x + i * 1.9, y, 0.9, 3.4, Legend.PAINT);
                    canvas.rect(x + i * 1.9, y + (i % 2) * 2.6, 1.6, 0.8, Legend.PAINT);
                }
                case DOTS -> {
                    canvas.ellipse(x + 0.6 + i * 1.9, y + 0.8, 0.7, 0.7, Legend.PAINT);
                    canvas.ellipse(x + 0.6 + i * 1.9, y + 2.7, 0.7, 0.7, Legend.PAINT, i % 2);
                }
                case WAVES -> {
                    double rise = i % 2 == 0 ? 0.9 : -0.9;
                    canvas.polygon(
                            Legend.PAINT,
                            x + i * 1.75,
                            y + 1.4 + rise,
                            x + i * 1.75 + 1.75,
                            y + 1.4 - rise,
                            x + i * 1.75 + 1.75,
                            y + 2.5 - rise,
                            x + i * 1.75,
                            y + 2.5 + rise);
                }
            }
        }
    }
}
