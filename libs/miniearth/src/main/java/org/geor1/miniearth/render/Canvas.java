package org.geor1.miniearth.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.geor1.geo.paint.Rgb;

/**
 * An antialiased raster addressed in logical pixels, so that one painting routine serves the model
 * (scale 1) and people (larger scales). Shapes are blended by their estimated pixel coverage. Plain
 * arithmetic on an {@code int[]} is both faster than Java2D at these sizes and identical everywhere.
 */
final class Canvas {
    private final BufferedImage image;
    private final int[] pixels;
    private final int width;
    private final int height;
    private final int scale;
    private int clipLeft;
    private int clipTop;
    private int clipRight;
    private int clipBottom;

    /** Width and height in logical pixels. */
    Canvas(int width, int height, int scale) {
        if (scale < 1 || scale > 16) {
            throw new IllegalArgumentException("scale must be in [1, 16], was " + scale);
        }
        this.width = width * scale;
        this.height = height * scale;
        this.scale = scale;
        this.image = new BufferedImage(this.width, this.height, BufferedImage.TYPE_INT_RGB);
        this.pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        unclip();
    }

    BufferedImage image() {
        return image;
    }

    void unclip() {
        clip(0, 0, (double) width / scale, (double) height / scale);
    }

    /** Later shapes touch only this rectangle. */
    void clip(double x, double y, double w, double h) {
        clipLeft = Math.max(0, (int) Math.round(x * scale));
        clipTop = Math.max(0, (int) Math.round(y * scale));
        clipRight = Math.min(width, (int) Math.round((x + w) * scale));
        clipBottom = Math.min(height, (int) Math.round((y + h) * scale));
    }

    void rect(double x, double y, double w, double h, int rgb) {
        rect(x, y, w, h, rgb, 1);
    }

    void rect(double x, double y, double w, double h, int rgb, double alpha) {
        double left = x * scale;
        double top = y * scale;
        double right = (x + w) * scale;
        double bottom = (y + h) * scale;
        int toX = Math.min(clipRight, (int) Math.ceil(right));
        int toY = Math.min(clipBottom, (int) Math.ceil(bottom));
        int fromX = Math.max(clipLeft, (int) Math.floor(left));
        for (int py = Math.max(clipTop, (int) Math.floor(top)); py < toY; py++) {
            double rowAlpha = alpha * (Math.min(py + 1, bottom) - Math.max(py, top));
            for (int px = fromX; px < toX; px++) {
                blend(py * width + px, rgb, rowAlpha * (Math.min(px + 1, right) - Math.max(px, left)));
            }
        }
    }

    void ellipse(double centerX, double centerY, double radiusX, double radiusY, int rgb) {
        ellipse(centerX, centerY, radiusX, radiusY, rgb, 1);
    }

    void ellipse(double centerX, double centerY, double radiusX, double radiusY, int rgb, double alpha) {
        double cx = centerX * scale;
        double cy = centerY * scale;
        double rx = Math.max(0.3, radiusX * scale);
        double ry = Math.max(0.3, radiusY * scale);
        double inner = Math.min(rx, ry);
        double solid = Math.max(0, 1 - 0.5 / inner);
        double clear = 1 + 0.5 / inner;
        int toX = Math.min(clipRight, (int) Math.ceil(cx + rx + 1));
        int toY = Math.min(clipBottom, (int) Math.ceil(cy + ry + 1));
        int fromX = Math.max(clipLeft, (int) Math.floor(cx - rx - 1));
        for (int py = Math.max(clipTop, (int) Math.floor(cy - ry - 1)); py < toY; py++) {
            double dy = (py + 0.5 - cy) / ry;
            for (int px = fromX; px < toX; px++) {
                double dx = (px + 0.5 - cx) / rx;
                double squared = dx * dx + dy * dy;
                if (squared <= solid * solid) {
                    blend(py * width + px, rgb, alpha);
                } else if (squared < clear * clear) {
                    double outside = (Math.sqrt(squared) - 1) * inner;
                    blend(py * width + px, rgb, alpha * (0.5 - outside));
                }
            }
        }
    }

    /** A convex polygon given as {@code x0, y0, x1, y1, …} in either orientation. */
    void polygon(int rgb, double... points) {
        int n = points.length / 2;
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        double area = 0;
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            double x = points[2 * i] * scale;
            double y = points[2 * i + 1] * scale;
            minX = Math.min(minX, x);
            maxX = Math.max(maxX, x);
            minY = Math.min(minY, y);
            maxY = Math.max(maxY, y);
            area += points[2 * i] * points[2 * j + 1] - points[2 * j] * points[2 * i + 1];
        }
        double[] edges = edges(points, n, area < 0 ? -1 : 1);
        int toX = Math.min(clipRight, (int) Math.ceil(maxX + 1));
        int toY = Math.min(clipBottom, (int) Math.ceil(maxY + 1));
        int fromX = Math.max(clipLeft, (int) Math.floor(minX - 1));
        for (int py = Math.max(clipTop, (int) Math.floor(minY - 1)); py < toY; py++) {
            for (int px = fromX; px < toX; px++) {
                double coverage = 1;
                for (int e = 0; e < edges.length && coverage > 0; e += 3) {
                    double inside = edges[e] * (px + 0.5) + edges[e + 1] * (py + 0.5) + edges[e + 2];
                    coverage = Math.min(coverage, inside + 0.5);
                }
                blend(py * width + px, rgb, coverage);
            }
        }
    }

    /** Unit inward normals and offsets, three numbers an edge, in device pixels. */
    private double[] edges(double[] points, int n, int orientation) {
        double[] edges = new double[3 * n];
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            double x = points[2 * i] * scale;
            double y = points[2 * i + 1] * scale;
            double dx = points[2 * j] * scale - x;
            double dy = points[2 * j + 1] * scale - y;
            double norm = orientation / Math.max(1e-9, Math.sqrt(dx * dx + dy * dy));
            edges[3 * i] = -dy * norm;
            edges[3 * i + 1] = dx * norm;
            edges[3 * i + 2] = (dy * x - dx * y) * norm;
        }
        return edges;
    }

    /** A vertical gradient over whole rows of the clip rectangle. */
    void gradient(double y, double h, int topRgb, int bottomRgb) {
        int from = (int) Math.round(y * scale);
        int to = (int) Math.round((y + h) * scale);
        for (int py = Math.max(clipTop, from); py < Math.min(clipBottom, to); py++) {
            int rgb = Rgb.mix(topRgb, bottomRgb, (py - from + 0.5) / (to - from));
            for (int px = clipLeft; px < clipRight; px++) {
                pixels[py * width + px] = rgb;
            }
        }
    }

    private void blend(int at, int rgb, double coverage) {
        if (coverage <= 0) {
            return;
        }
        int w = coverage >= 1 ? 256 : (int) (coverage * 256);
        if (w == 256) {
            pixels[at] = rgb;
            return;
        }
        int old = pixels[at];
        int redBlue = (old & 0xFF00FF) + ((((rgb & 0xFF00FF) - (old & 0xFF00FF)) * w) >> 8);
        int green = (old & 0x00FF00) + ((((rgb & 0x00FF00) - (old & 0x00FF00)) * w) >> 8);
        pixels[at] = (redBlue & 0xFF00FF) | (green & 0x00FF00);
    }
}
