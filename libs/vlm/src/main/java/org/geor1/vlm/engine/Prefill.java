package org.geor1.vlm.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.engine.cache.FeatureCache;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.model.DecoderScript;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PrefixPiece;

/** Fills a lane's prefixes, a piece at a time: a chunk of as many prompts as go into one call. */
final class Prefill implements Runnable {

    private final QwenModel model;
    private final FeatureCache features;
    private final Lane lane;
    private final int start;
    private final int rowsAtOnce;
    private int row;
    private int token;
    private long computed;

    /** @param start tokens that every prompt of the lane has already */
    Prefill(QwenModel model, FeatureCache features, Lane lane, int start, int tokensAtOnce) {
        this.model = model;
        this.features = features;
        this.lane = lane;
        this.start = start;
        this.token = start;
        this.rowsAtOnce = Math.max(1, tokensAtOnce / Math.min(Chunks.SIZE, lane.width()));
    }

    Lane lane() {
        return lane;
    }

    boolean done() {
        return row == lane.requests().size() || start >= lane.width();
    }

    /** Prompt tokens that went through the model. */
    long computed() {
        return computed;
    }

    /** The next piece, if one is left. */
    @Override
    public void run() {
        if (!done()) {
            next();
        }
    }

    private void next() {
        int to = Math.min(row + rowsAtOnce, lane.requests().size());
        int end = Chunks.end(token, lane.width());
        List<QueuedRequest> requests = lane.requests().subList(row, to);
        try (NDManager scope = model.newScope()) {
            // Equal images of several prompts have one key, and are encoded once.
            Map<String, ImagePatches> images = new LinkedHashMap<>();
            requests.forEach(request -> forEachImage(request, images::put));
            Map<String, NDArray> known = features.of(images);
            Map<ImagePatches, NDArray> byImage = new HashMap<>();
            for (QueuedRequest request : requests) {
                forEachImage(request, (key, image) -> byImage.put(image, Objects.requireNonNull(known.get(key))));
            }
            PrefixPiece piece = PrefixPiece.of(
                    scope,
                    model.config(),
                    lane.prompts(row, to),
                    token,
                    end,
                    image -> Objects.requireNonNull(byImage.get(image)));
            new DecoderScript(model).prefill(scope, piece, lane.prefix().layers(), row, token);
        }
        for (QueuedRequest request : requests) {
            computed += Math.max(0, Math.min(end, request.prefixTokens()) - token);
        }
        token = end;
        if (token == lane.width()) {
            row = to;
            token = start;
        }
    }

    private static void forEachImage(QueuedRequest request, BiConsumer<String, ImagePatches> action) {
        for (int i = 0; i < request.keys().images().size(); i++) {
            action.accept(
                    request.keys().images().get(i), request.prompt().images().get(i));
        }
    }
}
