package org.geor1.gazetteer;

import java.util.List;

/**
 * A k-d tree of cities on the unit sphere, where neither the poles nor the date line are special. It is balanced and lies in
 * one array: the middle of each range is the range's root.
 */
final class CityTree {
    /** A chord and a geodesic of the ellipsoid differ by at most 0.6 %, so whatever is this much farther cannot be nearest. */
    private static final double SLACK = 1.012;

    private final List<City> cities;
    private final double[][] points;
    private final int[] order;

    CityTree(List<City> cities) {
        this.cities = cities;
        points = new double[cities.size()][];
        order = new int[cities.size()];
        for (int i = 0; i < order.length; i++) {
            points[i] = unit(cities.get(i).position());
            order[i] = i;
        }
        build(0, order.length, 0);
    }

    /** The city at the shortest geodesic distance. */
    City nearest(Position position) {
        Search search = new Search(position);
        search.visit(0, order.length, 0);
        return cities.get(search.best);
    }

    private static double[] unit(Position position) {
        double latitude = Math.toRadians(position.latitude());
        double longitude = Math.toRadians(position.longitude());
        double flat = Math.cos(latitude);
        return new double[] {flat * Math.cos(longitude), flat * Math.sin(longitude), Math.sin(latitude)};
    }

    private void build(int from, int to, int axis) {
        if (to - from > 1) {
            int middle = (from + to) >>> 1;
            select(from, to - 1, middle, axis);
            build(from, middle, (axis + 1) % 3);
            build(middle + 1, to, (axis + 1) % 3);
        }
    }

    /** Hoare's selection: afterwards no point before the middle is larger on the axis, and none behind it smaller. */
    private void select(int from, int to, int middle, int axis) {
        int low = from;
        int high = to;
        while (low < high) {
            double pivot = points[order[(low + high) >>> 1]][axis];
            int i = low;
            int j = high;
            while (i <= j) {
                while (points[order[i]][axis] < pivot) {
                    i++;
                }
                while (points[order[j]][axis] > pivot) {
                    j--;
                }
                if (i <= j) {
                    int swap = order[i];
                    order[i++] = order[j];
                    order[j--] = swap;
                }
            }
            if (middle <= j) {
                high = j;
            } else if (middle >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private final class Search {
        private final Position position;
        private final double[] point;
        private int best = -1;
        private double bestMetres = Double.POSITIVE_INFINITY;
        private double reach = Double.POSITIVE_INFINITY;

        private Search(Position position) {
            this.position = position;
            this.point = unit(position);
        }

        private void visit(int from, int to, int axis) {
            if (from >= to) {
                return;
            }
            int middle = (from + to) >>> 1;
            int city = order[middle];
            look(city);
            double side = point[axis] - points[city][axis];
            int next = (axis + 1) % 3;
            if (side <= 0) {
                visit(from, middle, next);
            } else {
                visit(middle + 1, to, next);
            }
            if (Math.abs(side) <= reach) {
                if (side <= 0) {
                    visit(middle + 1, to, next);
                } else {
                    visit(from, middle, next);
                }
            }
        }

        private void look(int city) {
            double[] other = points[city];
            double chord =
                    Math.sqrt(square(point[0] - other[0]) + square(point[1] - other[1]) + square(point[2] - other[2]));
            if (chord <= reach) {
                reach = Math.min(reach, chord * SLACK);
                double metres = position.distanceMetres(cities.get(city).position());
                if (metres < bestMetres) {
                    bestMetres = metres;
                    best = city;
                }
            }
        }

        private double square(double value) {
            return value * value;
        }
    }
}
