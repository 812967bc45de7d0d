package org.geor1.gateway.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.geor1.web.ErrorCode;

/** Errors of an operation besides those that any operation, any with a body and any with a path variable may have. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Problems {
    ErrorCode[] value();
}
