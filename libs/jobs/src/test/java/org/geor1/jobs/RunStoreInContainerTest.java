package org.geor1.jobs;

import org.geor1.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.springframework.test.context.TestPropertySource;

/** The contract of runs, steps and checkpoints on the PostgreSQL that Compose and Kubernetes run. Needs Docker, so it runs with {@code -Pcontainers} only. */
@Tag("container")
@TestPropertySource(properties = TestDatabase.PROPERTY + "=container")
class RunStoreInContainerTest extends RunStoreTest {}
