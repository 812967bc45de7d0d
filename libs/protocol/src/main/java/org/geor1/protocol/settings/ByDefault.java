package org.geor1.protocol.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Another default for a setting of a nested record, at the component that nests it; or, at a record, for a setting of its
 * own while another setting is given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
@Repeatable(ByDefault.List.class)
public @interface ByDefault {

    /** The setting's name in JSON. */
    String setting();

    /** As {@link Setting#byDefault}. */
    String value();

    /** The setting that must be given for this default to hold, or empty for always. */
    String with() default "";

    /** Several of them. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.TYPE})
    @interface List {
        ByDefault[] value();
    }
}
