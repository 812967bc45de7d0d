package org.geor1.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/** A run's method as JSON has it: its type, and its settings under the type's name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MethodForm(
        RunKind type, RunSpec.@Nullable Sft sft, RunSpec.@Nullable Grpo grpo, RunSpec.@Nullable Eval eval) {

    /** For writing. */
    static final class Of extends StdConverter<RunSpec.Method, MethodForm> {
        @Override
        public MethodForm convert(RunSpec.Method method) {
            return new MethodForm(
                    method.type(),
                    method instanceof RunSpec.Sft sft ? sft : null,
                    method instanceof RunSpec.Grpo grpo ? grpo : null,
                    method instanceof RunSpec.Eval eval ? eval : null);
        }
    }

    /** For reading what was written; callers' JSON is read by {@link RunSpecReader}. */
    static final class To extends StdConverter<MethodForm, RunSpec.Method> {
        @Override
        public RunSpec.Method convert(MethodForm form) {
            return Stream.<RunSpec.@Nullable Method>of(form.sft, form.grpo, form.eval)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a method without settings"));
        }
    }
}
