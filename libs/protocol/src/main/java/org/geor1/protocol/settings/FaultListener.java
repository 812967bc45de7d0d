package org.geor1.protocol.settings;

/** Takes what is wrong with settings. */
@FunctionalInterface
public interface FaultListener {

    /**
     * Called once for each path.
     *
     * @param path where: {@code method.grpo.beta}
     * @param message what, in words
     */
    void found(String path, String message, Fault fault);
}
