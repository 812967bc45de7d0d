package org.geor1.pairing.place;

import java.util.BitSet;
import java.util.HexFormat;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order in which they came, with what drawing questions needs and nothing of their pictures but the beginning of
 * a hash: 41 bytes each, and the id. Looks are not known. Safe for threads.
 */
public final class PlaceList implements Places {

    /** Hexadecimal digits of the first 64 bits. */
    private static final int DIGITS = 16;

    private final int size;
    private final Ids ids;
    private final Names names;
    private final double[] latitudes;
    private final double[] longitudes;
    private final int[] cities;
    private final int[] countries;
    private final byte[] splits;
    private final long[] tiles;
    private final BitSet panoramas;

    private PlaceList(Builder from) {
        this.size = from.size;
        this.ids = from.ids;
        this.names = from.names;
        this.latitudes = from.latitudes;
        this.longitudes = from.longitudes;
        this.cities = from.cities;
        this.countries = from.countries;
        this.splits = from.splits;
        this.tiles = from.tiles;
        this.panoramas = from.panoramas;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String id(int place) {
        return ids.get(place);
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
        return panoramas.get(place);
    }

    @Override
    public long tileContent(int place) {
        return tiles[place];
    }

    @Override
    public Look tileLook(int place) {
        return Look.NONE;
    }

    /** Bytes of memory. */
    public long memory() {
        long each = 2L * Double.BYTES + 2L * Integer.BYTES + 1 + Long.BYTES;
        return ids.bytes() + each * latitudes.length + panoramas.size() / Byte.SIZE;
    }

    /** Collects places, of which there are at most as many as it has room for. Not safe for threads. */
    public static final class Builder {
        private final Names names = new Names();
        private final Ids ids = new Ids();
        private final double[] latitudes;
        private final double[] longitudes;
        private final int[] cities;
        private final int[] countries;
        private final byte[] splits;
        private final long[] tiles;
        private final BitSet panoramas;
        private int size;

        public Builder(int room) {
            latitudes = new double[room];
            longitudes = new double[room];
            cities = new int[room];
            countries = new int[room];
            splits = new byte[room];
            tiles = new long[room];
            panoramas = new BitSet(room);
        }

        /** @param tile SHA-256 of the tile's file, in hexadecimal digits */
        public Builder add(
                String id,
                GeoPoint point,
                @Nullable String city,
                @Nullable String country,
                Split split,
                String tile,
                boolean panorama) {
            ids.add(id);
            latitudes[size] = point.latitude();
            longitudes[size] = point.longitude();
            cities[size] = names.city(city, country);
            countries[size] = names.number(country);
            splits[size] = (byte) split.ordinal();
            tiles[size] = HexFormat.fromHexDigitsToLong(tile, 0, DIGITS);
            panoramas.set(size, panorama);
            size++;
            return this;
        }

        public PlaceList build() {
            return new PlaceList(this);
        }
    }
}
