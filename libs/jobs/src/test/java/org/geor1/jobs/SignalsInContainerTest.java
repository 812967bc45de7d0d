package org.geor1.jobs;

import org.geor1.testsupport.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.springframework.test.context.TestPropertySource;

/** Signals on the PostgreSQL that Compose and Kubernetes run. Needs Docker, so it runs with {@code -Pcontainers} only. */
@Tag("container")
@TestPropertySource(properties = TestDatabase.PROPERTY + "=container")
class SignalsInContainerTest extends SignalsTest {}
