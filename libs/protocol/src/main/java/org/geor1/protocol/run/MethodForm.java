package org.geor1.protocol.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.StdConverter;

/** A run's method as JSON has it: its type, and its settings under the type's name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MethodForm(
        RunKind type,
        @Nullable Sft sft,
        @Nullable Grpo grpo,
        @Nullable Eval eval) {

    /** For writing. */
    static final class Of extends StdConverter<Method, MethodForm> {
        @Override
        public MethodForm convert(Method method) {
            return new MethodForm(
                    method.type(),
                    method instanceof Sft sft ? sft : null,
                    method instanceof Grpo grpo ? grpo : null,
                    method instanceof Eval eval ? eval : null);
        }
    }

    /** For reading what was written; callers' JSON is read by {@link RunSpecReader}. */
    static final class To extends StdConverter<MethodForm, Method> {
        @Override
        public Method convert(MethodForm form) {
            return Stream.<@Nullable Method>of(form.sft, form.grpo, form.eval)
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("a method without settings"));
        }
    }
}
