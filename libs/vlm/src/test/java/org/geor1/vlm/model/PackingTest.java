package org.geor1.vlm.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Large matrices are packed unless that is clearly slower, and each process decides only once. */
class PackingTest {

    @Test
    void usesPlainProductsOnlyIfClearlyFaster() {
        assertThat(Packing.of(80, 100).from()).isEqualTo(1 << 17);
        assertThat(Packing.of(105, 100).from()).isEqualTo(1 << 17);
        assertThat(Packing.of(130, 100)).isEqualTo(Packing.NONE);
    }

    @Test
    void allModelsOfAProcessUseTheSameLayout() {
        assertThat(Packing.onThisProcessor()).isSameAs(Packing.onThisProcessor());
    }
}
