package org.geor1.local.demo;

import org.geor1.local.client.RunView;

/** Shows a run's progress to someone and returns its last view, once it is finished. */
@FunctionalInterface
public interface RunWatcher {

    RunView follow(RunView run, String label);
}
