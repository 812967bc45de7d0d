package org.geor1.vlm.checkpoint;

import java.util.List;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Patches;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Rope;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Text;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.TokenIds;
import org.geor1.vlm.checkpoint.Qwen25VlConfig.Vision;

/** The published configurations, and a tiny one. */
final class TestConfigs {

    private static final Patches PATCHES = new Patches(14, 2, 2, 3);

    private TestConfigs() {}

    static Qwen25VlConfig published3b() {
        return new Qwen25VlConfig(
                new Text(2048, 11008, 36, 16, 2, 151936, 1e-6, new Rope(1e6, List.of(16, 24, 24)), 128000, true),
                new Vision(32, 1280, 3420, 16, 2048, PATCHES, 112, List.of(7, 15, 23, 31)),
                new TokenIds(151655, 151656, 151652, 151653, 151643, 151645),
                "bfloat16");
    }

    static Qwen25VlConfig tiny(boolean tied) {
        return new Qwen25VlConfig(
                new Text(16, 24, 1, 2, 1, 40, 1e-6, new Rope(1e6, List.of(2, 1, 1)), 128, tied),
                new Vision(2, 8, 12, 2, 16, PATCHES, 56, List.of(1)),
                new TokenIds(38, 39, 35, 36, 32, 34),
                "float32");
    }
}
