package org.geor1.pairing.place;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order of their ids, whatever order they came in, numbered from 0. About 180 bytes each, and the id. Safe for
 * threads.
 */
public final class PlaceTable implements Places {

    private final Ids ids;
    private final double[] latitudes;
    private final double[] longitudes;
    private final int[] cities;
    private final int[] countries;
    private final byte[] splits;
    private final Names names;
    private final PictureColumns tiles;
    private final PictureColumns panoramas;

    private PlaceTable(PlaceTable other, byte[] splits) {
        this.ids = other.ids;
        this.latitudes = other.latitudes;
        this.longitudes = other.longitudes;
        this.cities = other.cities;
        this.countries = other.countries;
        this.names = other.names;
        this.tiles = other.tiles;
        this.panoramas = other.panoramas;
        this.splits = splits;
    }

    private PlaceTable(Builder from, int[] order) {
        this.ids = from.ids.inOrder(order);
        this.latitudes =
                Arrays.stream(order).mapToDouble(i -> from.latitudes[i]).toArray();
        this.longitudes =
                Arrays.stream(order).mapToDouble(i -> from.longitudes[i]).toArray();
        this.cities = Arrays.stream(order).map(i -> from.cities[i]).toArray();
        this.countries = Arrays.stream(order).map(i -> from.countries[i]).toArray();
        this.splits = new byte[order.length];
        for (int i = 0; i < order.length; i++) {
            splits[i] = from.splits[order[i]];
        }
        this.names = from.names;
        this.tiles = from.tiles.inOrder(order);
        this.panoramas = from.panoramas.inOrder(order);
    }

    @Override
    public int size() {
        return latitudes.length;
    }

    @Override
    public String id(int place) {
        return ids.get(place);
    }

    /** The place with the id, or a negative number. */
    public int find(String id) {
        return ids.find(id);
    }

    @Override
    public GeoPoint point(int place) {
        return new GeoPoint(latitudes[place], longitudes[place]);
    }

    @Override
    public int city(int place) {
        return cities[place];
    }

    @Override
    public int country(int place) {
        return countries[place];
    }

    @Override
    public @Nullable String cityLabel(int place) {
        return names.name(cities[place]);
    }

    public @Nullable String cityName(int place) {
        String label = cityLabel(place);
        String country = countryName(place);
        return label == null || country == null
                ? label
                : label.substring(0, label.length() - Names.SEPARATOR.length() - country.length());
    }

    @Override
    public @Nullable String countryName(int place) {
        return names.name(countries[place]);
    }

    @Override
    public Split split(int place) {
        return Split.at(splits[place]);
    }

    @Override
    public boolean hasPanorama(int place) {
        return panoramas.has(place);
    }

    @Override
    public long tileContent(int place) {
        return tiles.content(place);
    }

    @Override
    public Look tileLook(int place) {
        return tiles.look(place);
    }

    public PictureColumns tiles() {
        return tiles;
    }

    public PictureColumns panoramas() {
        return panoramas;
    }

    /** The same places in other splits. */
    public PlaceTable withSplits(Split[] others) {
        byte[] ordinals = new byte[size()];
        for (int i = 0; i < ordinals.length; i++) {
            ordinals[i] = (byte) others[i].ordinal();
        }
        return new PlaceTable(this, ordinals);
    }

    /** Bytes of memory. */
    public long memory() {
        return ids.bytes()
                + (2L * Double.BYTES + 2L * Integer.BYTES + 1) * size()
                + tiles.memory()
                + panoramas.memory();
    }

    /** Collects places. Not safe for threads. */
    public static final class Builder {
        private final Names names = new Names();
        private final Ids ids = new Ids();
        private int size;
        private double[] latitudes = new double[64];
        private double[] longitudes = new double[64];
        private int[] cities = new int[64];
        private int[] countries = new int[64];
        private byte[] splits = new byte[64];
        private PictureColumns tiles = PictureColumns.ofCapacity(64);
        private PictureColumns panoramas = PictureColumns.ofCapacity(64);

        public Builder add(PlaceRow row) {
            if (size == latitudes.length) {
                grow(Math.multiplyExact(size, 2));
            }
            ids.add(row.id());
            latitudes[size] = row.point().latitude();
            longitudes[size] = row.point().longitude();
            countries[size] = names.number(row.country());
            cities[size] = names.city(row.city(), row.country());
            splits[size] = (byte) row.split().ordinal();
            tiles.set(size, row.tile());
            panoramas.set(size, row.panorama());
            size++;
            return this;
        }

        private void grow(int capacity) {
            latitudes = Arrays.copyOf(latitudes, capacity);
            longitudes = Arrays.copyOf(longitudes, capacity);
            cities = Arrays.copyOf(cities, capacity);
            countries = Arrays.copyOf(countries, capacity);
            splits = Arrays.copyOf(splits, capacity);
            tiles = tiles.withCapacity(capacity);
            panoramas = panoramas.withCapacity(capacity);
        }

        public int size() {
            return size;
        }

        public PlaceTable build() {
            Comparator<Integer> byId = ids::compare;
            return new PlaceTable(
                    this,
                    IntStream.range(0, size)
                            .boxed()
                            .sorted(byId)
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
    }
}
