package org.geor1.osm.paint;

/**
 * Which direction a pixel of a panorama looks: 360° clockwise, equirectangular, as many pixels a degree up as along. As in
 * Mini-Earth, north is in the middle of the first of eight octants, a sixteenth of the width from the left edge.
 */
public final class PanoramaView {

    /** Degrees above the horizon of the upper edge; the lower edge is 90° below it. */
    public static final double TOP = 48;

    /** Where north is, as a share of the width. */
    public static final double NORTH = 1 / 16.0;

    private final int width;
    private final int height;
    private final double degree;
    private final double[] slope;
    private final double[] sine;
    private final double[] cosine;

    /** @param width pixels, a multiple of four; the height is a quarter of it */
    public PanoramaView(int width) {
        this.width = width;
        this.height = width / 4;
        this.degree = width / 360.0;
        this.slope = new double[height];
        for (int row = 0; row < height; row++) {
            slope[row] = Math.tan(Math.toRadians(TOP - (row + 0.5) / degree));
        }
        this.sine = new double[width];
        this.cosine = new double[width];
        for (int column = 0; column < width; column++) {
            double bearing = Math.toRadians((column + 0.5) / degree - 360 * NORTH);
            sine[column] = Math.sin(bearing);
            cosine[column] = Math.cos(bearing);
        }
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Where, in [0, width), something so far east and north is. */
    public double column(double east, double north) {
        double column = (Math.toDegrees(Math.atan2(east, north)) + 360 * NORTH) * degree;
        return column < 0 ? column + width : column;
    }

    /** Where something {@code up} metres above the eye (or below) is at a distance; may lie outside the picture. */
    public double row(double up, double distance) {
        return (TOP - Math.toDegrees(Math.atan2(up, distance))) * degree;
    }

    /** How far a ray through the middle of the row rises in a metre. */
    double slope(int row) {
        return slope[row];
    }

    /** East part of the column's unit vector. */
    double east(int column) {
        return sine[column];
    }

    /** North part of the column's unit vector. */
    double north(int column) {
        return cosine[column];
    }

    /** Metres that a pixel is wide at a distance. */
    double pixel(double distance) {
        return distance * Math.toRadians(1 / degree);
    }
}
