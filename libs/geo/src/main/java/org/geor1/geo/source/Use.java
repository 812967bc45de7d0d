package org.geor1.geo.source;

/**
 * What places are wanted for. A source says which of its splits serve which use. Places to train on are never places to
 * develop or to test on.
 */
public enum Use {
    /** Supervised fine-tuning on exemplars, the paper's first stage. */
    SCAFFOLDING,
    /** Reinforcement learning on questions, its second stage. */
    ELEVATING,
    /** Decisions during training, such as when to stop. */
    DEVELOPMENT,
    /** Evaluation. */
    TEST
}
