package org.geor1.protocol.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A choice that is read and checked with a record's settings but not kept in it, such as a preset. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AlsoReads {

    /** The name in JSON. */
    String name();

    /** What may be chosen. */
    Class<? extends Enum<?>> choices();

    /** As {@link Setting#value}. */
    String description();

    /** As {@link Setting#byDefault}. */
    String byDefault();
}
