package org.geor1.miniearth.render;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.paint.Rgb;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.Cell;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.render.CellScene.Ground;
import org.geor1.miniearth.render.Item.Kind;
import org.geor1.miniearth.style.CityStyle;
import org.geor1.miniearth.style.Climate;

/** Draws a cell's content from its seed: how many towers, where they stand, which colours they have. */
final class SceneBuilder {
    private static final long SALT = 0x5CE4E;

    private final CityStyle style;
    private final Climate climate;
    private final SeedStream random;
    private final List<Item> items = new ArrayList<>();

    private SceneBuilder(Cell cell) {
        this.style = cell.city().style();
        this.climate = cell.city().country().climate();
        this.random = SeedStream.of(cell.seed(), SALT);
    }

    static CellScene build(Cell cell) {
        SceneBuilder builder = new SceneBuilder(cell);
        Feature feature = cell.feature();
        if (feature == null) {
            return builder.block();
        }
        return switch (feature) {
            case LAKE -> builder.lake();
            case FOREST -> builder.forest();
            case FIELD -> builder.field();
            case HOUSES -> builder.houses();
            case TOWERS -> builder.towers();
            case FACTORY -> builder.factory();
            case TEMPLE -> builder.temple();
            case SAND -> builder.sand();
        };
    }

    private CellScene lake() {
        int boats = random.nextInt(3);
        for (int i = 0; i < boats; i++) {
            items.add(new Item(Kind.BOAT, spot(), spot(), 0.14, 0.14, 6, 0xFDFDF8, 0x8A4B2A));
        }
        int water = Rgb.jitter(0x2F7FD6, random, 14);
        return new CellScene(Ground.WATER, water, style.ground(), 3 + random.nextInt(3), random.chance(0.5), items);
    }

    private CellScene forest() {
        Kind kind = climate == Climate.ARCTIC || climate == Climate.TEMPERATE ? Kind.CONIFER : Kind.TREE;
        int green = Rgb.jitter(0x1D5A2C, random, 12);
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                double size = random.between(0.24, 0.34);
                double u = (column + 0.5 + random.between(-0.25, 0.25)) / 4;
                double v = (row + 0.5 + random.between(-0.25, 0.25)) / 4;
                int crown = Rgb.jitter(green, random, 14);
                items.add(new Item(kind, u, v, size, size, random.between(11, 15), crown, 0x4A3220));
            }
        }
        return plain(Rgb.mix(0x16401F, style.ground(), 0.08));
    }

    private CellScene field() {
        int bales = random.nextInt(4);
        for (int i = 0; i < bales; i++) {
            items.add(new Item(Kind.BALE, spot(), spot(), 0.12, 0.12, 2.2, 0xF0D27A, 0xB98F3A));
        }
        int ochre = Rgb.jitter(0xD8A93C, random, 14);
        int green = Rgb.jitter(0x7FA83A, random, 14);
        return new CellScene(Ground.STRIPES, ochre, green, 6 + random.nextInt(3), random.chance(0.5), items);
    }

    private CellScene houses() {
        int roof = Rgb.hsl(random.between(2, 22), random.between(0.55, 0.75), random.between(0.42, 0.54));
        int wall = Rgb.shade(0xF6E9CF, random.between(-0.05, 0.3));
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double u = (column + 0.5) / 3 + random.between(-0.05, 0.05);
                double v = (row + 0.5) / 3 + random.between(-0.05, 0.05);
                items.add(new Item(Kind.HOUSE, u, v, 0.23, 0.18, 6.5, Rgb.jitter(roof, random, 10), wall));
            }
        }
        return plain(Rgb.mix(0x8CC06A, style.ground(), 0.35));
    }

    private CellScene towers() {
        int glass = Rgb.hsl(random.between(200, 225), random.between(0.06, 0.22), random.between(0.44, 0.6));
        int count = 3 + random.nextInt(3);
        int[] corners = random.permutation(4);
        for (int i = 0; i < count; i++) {
            // The fifth tower stands between the four at the corners.
            boolean middle = i == 4;
            int column = middle ? 0 : corners[i] % 2;
            int row = middle ? 0 : corners[i] / 2;
            double u = middle ? 0.5 : 0.27 + 0.46 * column + random.between(-0.03, 0.03);
            double v = middle ? 0.5 : 0.27 + 0.46 * row + random.between(-0.03, 0.03);
            double side = random.between(0.24, 0.31);
            int colour = Rgb.jitter(glass, random, 12);
            items.add(new Item(Kind.TOWER, u, v, side, side, random.between(22, 32), colour, Rgb.shade(colour, -0.35)));
        }
        return plain(Rgb.mix(0xA9ADB2, style.ground(), 0.15));
    }

    private CellScene factory() {
        boolean eastWest = random.chance(0.5);
        int sheds = 2 + random.nextInt(2);
        int steel = Rgb.hsl(random.between(12, 30), random.between(0.3, 0.45), random.between(0.36, 0.46));
        for (int i = 0; i < sheds; i++) {
            double across = (i + 0.5) / sheds;
            double thick = 0.7 / sheds;
            int colour = Rgb.jitter(steel, random, 10);
            items.add(new Item(
                    Kind.SHED,
                    eastWest ? 0.5 : across,
                    eastWest ? across : 0.5,
                    eastWest ? 0.84 : thick,
                    eastWest ? thick : 0.84,
                    9,
                    colour,
                    Rgb.shade(colour, -0.3)));
        }
        int chimneys = 1 + random.nextInt(3);
        for (int i = 0; i < chimneys; i++) {
            double u = 0.2 + 0.3 * i + random.between(-0.05, 0.05);
            double v = random.between(0.2, 0.8);
            items.add(new Item(Kind.CHIMNEY, u, v, 0.09, 0.09, random.between(17, 21), 0xA8462F, 0xE9E6E0));
        }
        return plain(Rgb.mix(0x6E675F, style.ground(), 0.1));
    }

    private CellScene temple() {
        int dome = random.chance(0.5) ? Rgb.jitter(0xE8B93A, random, 12) : Rgb.jitter(0x58B8AE, random, 12);
        double size = random.between(0.46, 0.54);
        items.add(new Item(Kind.DOME, 0.5, 0.5, size, size, random.between(17, 20), dome, 0xF7F1E3));
        int court = Rgb.shade(0xF1E7D2, random.between(-0.04, 0.1));
        return new CellScene(Ground.COURT, Rgb.mix(0x5F9A55, style.ground(), 0.3), court, 0, false, items);
    }

    private CellScene sand() {
        int rocks = random.nextInt(4);
        for (int i = 0; i < rocks; i++) {
            double size = random.between(0.06, 0.1);
            items.add(new Item(Kind.ROCK, spot(), spot(), size, size, 1.6, 0x9C8A6C, 0x7C6C52));
        }
        int pale = Rgb.jitter(0xF3E3AE, random, 8);
        return new CellScene(
                Ground.DUNES, pale, Rgb.shade(pale, -0.16), 4 + random.nextInt(3), random.chance(0.5), items);
    }

    private CellScene block() {
        int rows = style.blockRows();
        int columns = style.blockColumns();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                items.add(new Item(
                        Kind.BUILDING,
                        (column + 0.5) / columns + random.between(-0.02, 0.02),
                        (row + 0.5) / rows + random.between(-0.02, 0.02),
                        random.between(0.62, 0.8) / columns,
                        random.between(0.62, 0.8) / rows,
                        random.between(9, 14),
                        Rgb.jitter(style.roof(), random, 8),
                        Rgb.jitter(style.wall(), random, 10)));
            }
        }
        for (int i = 0; i < style.treesPerBlock(); i++) {
            double size = random.between(0.1, 0.15);
            int crown = Rgb.jitter(style.vegetation(), random, 12);
            items.add(new Item(
                    Kind.TREE, random.between(0.08, 0.92), random.between(0.08, 0.92), size, size, 6, crown, 0x5A3E28));
        }
        return plain(style.ground());
    }

    private CellScene plain(int colour) {
        return new CellScene(Ground.PLAIN, colour, colour, 0, false, items);
    }

    private double spot() {
        return random.between(0.22, 0.78);
    }
}
