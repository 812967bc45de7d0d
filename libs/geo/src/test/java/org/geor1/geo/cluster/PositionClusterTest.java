package org.geor1.geo.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.junit.jupiter.api.Test;

/** Contract: every position is in one cluster, near ones together, whatever their order and wherever on the globe. */
class PositionClusterTest {

    private static final GeoPoint LISBON = new GeoPoint(38.72, -9.14);
    private static final GeoPoint NEAR_LISBON = new GeoPoint(38.76, -9.14);
    private static final GeoPoint PORTO = new GeoPoint(41.15, -8.61);

    @Test
    void mostMembersComeFirstAndSinglesStay() {
        List<PositionCluster> clusters =
                PositionCluster.of(List.of(PORTO, LISBON, NEAR_LISBON, LISBON, new GeoPoint(0, 0)));
        assertThat(clusters)
                .extracting(PositionCluster::members)
                .containsExactly(List.of(1, 2, 3), List.of(0), List.of(4));
        assertThat(clusters).extracting(PositionCluster::medoid).containsExactly(1, 0, 4);
        // Nine tenths of three are all three.
        assertThat(clusters.get(0).spreadMetres()).isEqualTo(LISBON.distanceMetres(NEAR_LISBON), offset(1e-6));
        assertThat(clusters.get(1).spreadMetres()).isZero();
        assertThat(PositionCluster.of(List.of())).isEmpty();
    }

    @Test
    void oneOfTenMayBeOutsideTheSpread() {
        List<GeoPoint> ten = new ArrayList<>(Collections.nCopies(9, LISBON));
        ten.add(NEAR_LISBON);
        assertThat(PositionCluster.of(ten)).singleElement().satisfies(cluster -> {
            assertThat(cluster.members()).hasSize(10);
            assertThat(cluster.spreadMetres()).isZero();
        });
    }

    @Test
    void thePolesAndTheDateLineAreNotSpecial() {
        assertThat(PositionCluster.of(List.of(new GeoPoint(-17, 179.95), new GeoPoint(-17, -179.95))))
                .hasSize(1);
        assertThat(PositionCluster.of(List.of(new GeoPoint(89.95, 0), new GeoPoint(89.95, 180))))
                .hasSize(1);
    }

    @Test
    void aChainOfNearPositionsIsOneClusterInAnyOrder() {
        GeoPoint a = new GeoPoint(51.0, 7.0);
        GeoPoint b = new GeoPoint(51.2, 7.0);
        GeoPoint c = new GeoPoint(51.4, 7.0);
        assertThat(a.distanceMetres(c)).isGreaterThan(PositionCluster.NEAR_METRES);
        for (List<GeoPoint> order : List.of(List.of(a, b, c), List.of(a, c, b), List.of(c, a, b))) {
            assertThat(PositionCluster.of(order)).singleElement().satisfies(cluster -> {
                assertThat(order.get(cluster.medoid())).isEqualTo(b);
                assertThat(cluster.spreadMetres()).isBetween(22_000.0, 22_500.0);
            });
        }
    }
}
