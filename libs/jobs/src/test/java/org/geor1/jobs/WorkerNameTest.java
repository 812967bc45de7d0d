package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.jobs.common.WorkerName;
import org.junit.jupiter.api.Test;

/** Contract: a worker's name says what it is and where it runs, and is unique. */
class WorkerNameTest {

    @Test
    void namesHostAndProcessAndIsUnique() {
        String name = WorkerName.unique("rollout");
        assertThat(name)
                .matches("rollout@[^@\\s]+-" + ProcessHandle.current().pid() + "-[0-9a-f]{6}")
                .isNotEqualTo(WorkerName.unique("rollout"));
    }
}
