package org.geor1.vlm.engine.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prefixes computed with the current weights, least recently used first. Entries keep their slab alive; they are evicted
 * when memory is needed, and all of them when the weights change.
 */
public final class PrefixCache {

    private static final int MAX_ENTRIES = 4096;

    /** The first {@code tokens} of prompt {@code row} in a slab. */
    public record Entry(PrefixSlab slab, int row, int tokens) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);

    /** The longest cached prefix of a prompt: all of it, or whole chunks. */
    @Nullable
    public Entry find(PromptKeys keys) {
        Entry whole = entries.get(keys.whole());
        if (whole != null) {
            return whole;
        }
        for (int i = keys.chunks().size() - 1; i >= 0; i--) {
            Entry entry = entries.get(keys.chunks().get(i));
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Caches row {@code row} of {@code slab}: the first {@code tokens} of the prompt. */
    public void add(PromptKeys keys, PrefixSlab slab, int row, int tokens) {
        for (int i = 0; i < keys.chunks().size(); i++) {
            add(keys.chunks().get(i), new Entry(slab, row, (i + 1) * Chunks.SIZE));
        }
        add(keys.whole(), new Entry(slab, row, tokens));
        while (entries.size() > MAX_ENTRIES) {
            dropEldest(false);
        }
    }

    private void add(String key, Entry entry) {
        if (entries.putIfAbsent(key, entry) == null) {
            entry.slab().hold();
        }
    }

    /** Evicts the oldest entry, or the oldest whose slab is otherwise unused; false if there is none. */
    public boolean dropEldest(boolean idle) {
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (!idle || idle(entry.slab())) {
                all.remove();
                entry.slab().release();
                return true;
            }
        }
        return false;
    }

    /** Whether only cache entries hold the slab. */
    private boolean idle(PrefixSlab slab) {
        return slab.holders()
                == entries.values().stream()
                        .filter(entry -> entry.slab() == slab)
                        .count();
    }

    /** Drops all entries of {@code slab}. */
    public void forget(PrefixSlab slab) {
        entries.values().removeIf(entry -> {
            if (entry.slab() != slab) {
                return false;
            }
            slab.release();
            return true;
        });
    }

    public void clear() {
        entries.values().forEach(entry -> entry.slab().release());
        entries.clear();
    }
}
