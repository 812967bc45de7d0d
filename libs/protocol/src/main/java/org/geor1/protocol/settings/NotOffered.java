package org.geor1.protocol.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A name that callers of other libraries expect and that is refused with a reason instead of as unknown. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface NotOffered {

    /** The name in JSON. */
    String name();

    /** Why there is none, and what to do. */
    String reason();
}
