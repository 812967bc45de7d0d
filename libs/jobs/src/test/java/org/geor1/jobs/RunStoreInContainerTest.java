package org.geor1.jobs;

import org.geor1.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.springframework.test.context.TestPropertySource;

/**
 * The contract of runs, steps and checkpoints on the PostgreSQL image of Compose and Kubernetes. Needs Docker, so it
 * runs only with {@code -Pcontainers}.
 */
@Tag("container")
@TestPropertySource(properties = TestDatabase.PROPERTY + "=container")
class RunStoreInContainerTest extends RunStoreTest {}
