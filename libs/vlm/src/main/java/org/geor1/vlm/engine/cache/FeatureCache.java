package org.geor1.vlm.engine.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.model.QwenModel;

/**
 * Features of images by content, computed with the current weights; the least recently used are evicted first. A weight
 * swap clears it.
 */
public final class FeatureCache {

    private final QwenModel model;
    private final long capacity;
    private final Map<String, NDArray> features = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    public FeatureCache(QwenModel model, long capacity) {
        this.model = model;
        this.capacity = capacity;
    }

    /**
     * Features of {@code images}, by key; missing ones are encoded together, in the order of {@code images}. Safe from any
     * worker thread.
     */
    public Map<String, NDArray> of(Map<String, ImagePatches> images) {
        Map<String, NDArray> wanted = new HashMap<>();
        Map<String, ImagePatches> missing = missing(images, wanted);
        if (!missing.isEmpty()) {
            encode(missing, wanted);
        }
        return wanted;
    }

    private synchronized Map<String, ImagePatches> missing(
            Map<String, ImagePatches> images, Map<String, NDArray> wanted) {
        Map<String, ImagePatches> missing = new LinkedHashMap<>();
        images.forEach((key, image) -> {
            NDArray known = features.get(key);
            if (known == null) {
                missing.put(key, image);
            } else {
                wanted.put(key, known);
            }
        });
        return missing;
    }

    private void encode(Map<String, ImagePatches> missing, Map<String, NDArray> wanted) {
        try (NDManager scope = model.newScope()) {
            NDArray all = model.encodeImages(scope, new ArrayList<>(missing.values()));
            long row = 0;
            for (Map.Entry<String, ImagePatches> image : missing.entrySet()) {
                int tokens = image.getValue().grid().tokens(model.merge());
                NDArray own = model.rows(scope, all, row, tokens);
                row += tokens;
                wanted.put(image.getKey(), keep(image.getKey(), own));
            }
        }
    }

    /** If another thread encoded the same image meanwhile, its features stay and these are freed with their scope. */
    private synchronized NDArray keep(String key, NDArray own) {
        NDArray known = features.get(key);
        if (known != null) {
            return known;
        }
        own.attach(model.weights().manager());
        features.put(key, own);
        bytes += own.size() * Float.BYTES;
        return own;
    }

    /** Evicts the oldest until the rest fits. Called when none is in use. */
    public void trim() {
        Iterator<NDArray> eldest = features.values().iterator();
        while (bytes > capacity && eldest.hasNext()) {
            NDArray gone = Objects.requireNonNull(eldest.next());
            bytes -= gone.size() * Float.BYTES;
            gone.close();
            eldest.remove();
        }
    }

    public void clear() {
        features.values().forEach(NDArray::close);
        features.clear();
        bytes = 0;
    }
}
