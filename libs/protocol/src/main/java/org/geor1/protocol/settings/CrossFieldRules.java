package org.geor1.protocol.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A settings record with rules that concern several of its components. Jakarta Validation checks them. */
@CrossFieldRules.Consistent
public interface CrossFieldRules {

    /** Names each fault. Every component by itself is within its bounds. */
    void check(Faults faults);

    /** Takes faults. */
    interface Faults {

        /** @param path of the setting at fault, from the record on, under its name in JSON: {@code components[2].name} */
        void reject(String path, String message);
    }

    /** The constraint on each such record. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @Constraint(validatedBy = Checker.class)
    @interface Consistent {
        String message() default "contradicts another setting";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    /** Hands a record's own faults to Jakarta Validation. */
    final class Checker implements ConstraintValidator<Consistent, CrossFieldRules> {

        @Override
        public boolean isValid(CrossFieldRules settings, ConstraintValidatorContext context) {
            boolean[] valid = {true};
            context.disableDefaultConstraintViolation();
            settings.check((path, message) -> {
                valid[0] = false;
                context.buildConstraintViolationWithTemplate(message)
                        .addPropertyNode(path)
                        .addConstraintViolation();
            });
            return valid[0];
        }
    }
}
