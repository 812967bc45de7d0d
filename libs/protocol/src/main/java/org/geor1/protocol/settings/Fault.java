package org.geor1.protocol.settings;

/** What is wrong with a field, for code to decide by. */
public enum Fault {
    /** No such field. */
    UNKNOWN,
    /** A required field that was not given. */
    MISSING,
    /** Given more than once. */
    REPEATED,
    /** A value that is not allowed; the message says which are. */
    INVALID
}
