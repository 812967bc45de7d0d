package org.geor1.geo.geodesy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeoPointTest {
    @Test
    void measuresGreatCircles() {
        GeoPoint berlin = new GeoPoint(52.5200, 13.4050);
        GeoPoint paris = new GeoPoint(48.8566, 2.3522);

        assertThat(berlin.distanceMetres(paris)).isCloseTo(877_500, within(1_000.0));
        assertThat(berlin.distanceMetres(berlin)).isZero();
        assertThat(new GeoPoint(0, 179.5).distanceMetres(new GeoPoint(0, -179.5)))
                .isCloseTo(111_195, within(10.0));
        assertThat(new GeoPoint(90, 0).distanceMetres(new GeoPoint(-90, 0)))
                .isCloseTo(Math.PI * GeoPoint.EARTH_RADIUS_METRES, within(1.0));
    }

    @Test
    void anOffsetIsAsFarAsItSays() {
        GeoPoint start = new GeoPoint(66.4, 24.8);

        assertThat(start.distanceMetres(start.offsetMetres(300, -400))).isCloseTo(500, within(1.0));
    }

    @Test
    void rejectsWhatIsNotOnTheGlobe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(90.1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(0, -180.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(Double.NaN, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GeoPoint(0, Double.NaN));
    }
}
