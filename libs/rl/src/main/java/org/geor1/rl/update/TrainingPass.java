package org.geor1.rl.update;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One micro-batch.
 *
 * @param images whether any of its prompts has one, and the vision tower a part in it
 * @param run runs the script in the scope it is given, adds gradients to the list it is given and returns the outputs,
 *     loss first, the backward pass's seconds last; others may run beside it
 * @param done is given the outputs, pass after pass in their order
 */
public record TrainingPass(boolean images, BiFunction<NDManager, NDList, NDList> run, Consumer<NDList> done) {}
