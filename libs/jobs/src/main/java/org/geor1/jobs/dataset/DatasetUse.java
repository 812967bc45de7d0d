package org.geor1.jobs.dataset;

import java.util.Set;

/** What samples of a dataset are for. Their split says which of them serve. */
public enum DatasetUse {
    TRAINING("training", Set.of("train", "training")),
    DEVELOPMENT("development", Set.of("dev", "val", "valid", "validation")),
    TEST("test", Set.of("test", "testing"));

    /** The word for messages. */
    final String word;

    /** The names that a split for this may have. */
    final Set<String> splits;

    DatasetUse(String word, Set<String> splits) {
        this.word = word;
        this.splits = splits;
    }
}
