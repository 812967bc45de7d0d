package org.geor1.vlm.engine.sampling;

import ai.djl.ndarray.NDList;

/** What a decode call drew: {@code steps} tokens for each of {@code rows} rows. */
public final class Drawn {

    private final int rows;
    private final long[] tokens;
    private final float[] logProbs;
    private final float[] processed;
    private final long[] topIds;
    private final float[] topLogProbs;
    private final int alternatives;

    Drawn(NDList out, int rows) {
        this.rows = rows;
        this.tokens = out.get(0).toLongArray();
        this.logProbs = out.get(1).toFloatArray();
        boolean withProcessed = out.get(2).size() > 0;
        boolean withTop = out.get(4).size() > 0;
        this.processed = withProcessed ? out.get(2).toFloatArray() : new float[0];
        this.topIds = withTop ? out.get(3).toLongArray() : new long[0];
        this.topLogProbs = withTop ? out.get(4).toFloatArray() : new float[0];
        this.alternatives = topIds.length / tokens.length;
    }

    public int steps() {
        return tokens.length / rows;
    }

    int token(int step, int row) {
        return (int) tokens[step * rows + row];
    }

    float logProb(int step, int row) {
        return logProbs[step * rows + row];
    }

    float processed(int step, int row) {
        return processed[step * rows + row];
    }

    int[] topIds(int step, int row, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (int) topIds[(step * rows + row) * alternatives + i];
        }
        return ids;
    }

    float[] topLogProbs(int step, int row, int count) {
        float[] values = new float[count];
        System.arraycopy(topLogProbs, (step * rows + row) * alternatives, values, 0, count);
        return values;
    }
}
