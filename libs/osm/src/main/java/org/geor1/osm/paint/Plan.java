package org.geor1.osm.paint;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.geor1.osm.scene.Polygons;

/** A square seen from above, north up, painted in metres east and north of its middle. */
final class Plan implements AutoCloseable {

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final double pixel;

    /**
     * @param size width and height in pixels
     * @param reach metres from the middle to each side
     */
    Plan(int size, double reach) {
        pixel = 2 * reach / size;
        image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.translate(size / 2.0, size / 2.0);
        graphics.scale(1 / pixel, -1 / pixel);
    }

    BufferedImage image() {
        return image;
    }

    /** Metres that a pixel is wide. */
    double pixel() {
        return pixel;
    }

    void cover(int rgb, double reach) {
        graphics.setColor(new Color(rgb));
        graphics.fill(new Rectangle2D.Double(-reach, -reach, 2 * reach, 2 * reach));
    }

    void fill(int rgb, double[]... rings) {
        graphics.setColor(new Color(rgb));
        graphics.fill(path(rings));
    }

    /** What a ring sweeps over as it moves by (dx, dy), darkened once however often it is swept. */
    void sweep(double dx, double dy, double alpha, double[] ring) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
        append(path, moved(ring, dx, dy));
        for (int i = 0; i < ring.length; i += 2) {
            int j = (i + 2) % ring.length;
            append(path, new double[] {
                ring[i],
                ring[i + 1],
                ring[j],
                ring[j + 1],
                ring[j] + dx,
                ring[j + 1] + dy,
                ring[i] + dx,
                ring[i + 1] + dy
            });
        }
        graphics.setColor(new Color(0, 0, 0, (int) (255 * alpha)));
        graphics.fill(path);
    }

    private static double[] moved(double[] ring, double dx, double dy) {
        double[] moved = new double[ring.length];
        for (int i = 0; i < ring.length; i += 2) {
            moved[i] = ring[i] + dx;
            moved[i + 1] = ring[i + 1] + dy;
        }
        return moved;
    }

    /** Anticlockwise, so that pieces that overlap add up instead of cancelling out. */
    private static void append(Path2D path, double[] ring) {
        int n = ring.length;
        boolean turn = Polygons.area(ring) < 0;
        for (int i = 0; i < n; i += 2) {
            int at = turn ? n - 2 - i : i;
            if (i == 0) {
                path.moveTo(ring[at], ring[at + 1]);
            } else {
                path.lineTo(ring[at], ring[at + 1]);
            }
        }
        path.closePath();
    }

    void outline(int rgb, double width, double[]... rings) {
        graphics.setColor(new Color(rgb));
        graphics.setStroke(new BasicStroke((float) width));
        graphics.draw(path(rings));
    }

    void line(int rgb, double width, double[] line) {
        stroke(rgb, new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND), line);
    }

    /** Pieces and gaps in turns. */
    void dashes(int rgb, double width, double piece, double gap, double[] line) {
        float[] pattern = {(float) piece, (float) gap};
        stroke(rgb, new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 4, pattern, 0), line);
    }

    private void stroke(int rgb, BasicStroke stroke, double[] line) {
        graphics.setColor(new Color(rgb));
        graphics.setStroke(stroke);
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, line.length / 2);
        path.moveTo(line[0], line[1]);
        for (int i = 2; i < line.length; i += 2) {
            path.lineTo(line[i], line[i + 1]);
        }
        graphics.draw(path);
    }

    void disc(int rgb, double alpha, double x, double y, double radius) {
        graphics.setColor(new Color(rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF, (int) (255 * alpha)));
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private static Path2D path(double[]... rings) {
        Path2D path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        for (double[] ring : rings) {
            path.moveTo(ring[0], ring[1]);
            for (int i = 2; i < ring.length; i += 2) {
                path.lineTo(ring[i], ring[i + 1]);
            }
            path.closePath();
        }
        return path;
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
