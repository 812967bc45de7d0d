package org.geor1.geo.geodesy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.sf.geographiclib.Geodesic;
import org.junit.jupiter.api.Test;

class GeoPointTest {
    /** One degree of the equator and half a meridian are known lengths in WGS84. */
    @Test
    void measuresGeodesics() {
        GeoPoint berlin = new GeoPoint(52.5200, 13.4050);
        GeoPoint paris = new GeoPoint(48.8566, 2.3522);

        assertThat(berlin.distanceMetres(paris)).isCloseTo(879_699, within(1.0));
        assertThat(berlin.distanceMetres(berlin)).isZero();
        assertThat(new GeoPoint(0, 179.5).distanceMetres(new GeoPoint(0, -179.5)))
                .isCloseTo(111_319.49, within(0.01));
        assertThat(new GeoPoint(90, 0).distanceMetres(new GeoPoint(-90, 0))).isCloseTo(20_003_931.459, within(0.001));
    }

    @Test
    void anOffsetHasTheRightLengthOnTheSphere() {
        GeoPoint start = new GeoPoint(66.4, 24.8);
        GeoPoint end = start.offsetMetres(300, -400);

        double distance = new Geodesic(GeoPoint.EARTH_RADIUS_METRES, 0)
                .Inverse(start.latitude(), start.longitude(), end.latitude(), end.longitude()).s12;
        assertThat(distance).isCloseTo(500, within(1.0));
    }

    @Test
    void rejectsInvalidCoordinates() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(90.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(0, -180.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(0, Double.NaN));
    }
}
