package org.geor1.teacher.ask;

/** A model that sees. Implementations may be used by several threads. */
@FunctionalInterface
public interface Teacher {

    /**
     * Asks once; no implementation tries again by itself.
     *
     * @throws TeacherException if no answer came
     */
    Reply ask(Request request) throws TeacherException;
}
