package org.geor1.protocol.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a component of a settings record, or a record that is one of several. Bounds of a component are Jakarta
 * Validation's annotations beside this one. Without a default it is either required ({@code @NotNull}) or null where it
 * is absent ({@code @Nullable}); a nested record that is absent has the defaults of its own components.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
public @interface Setting {

    /** What the setting does, in one line. */
    String value();

    /** The value where the caller gives none: a text or an enum constant as it is, everything else as JSON. */
    String byDefault() default "";

    /** Two values of the setting for which {@code true} and {@code false} stand; none if a flag is a fault. */
    String[] flags() default {};
}
