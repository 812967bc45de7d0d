package org.geor1.local.doctor;

/**
 * What one check found.
 *
 * @param check short name of what was looked at
 * @param status whether the platform can run with it
 * @param found what was found
 * @param remedy what to do about it; empty when all is well
 */
public record Finding(String check, Status status, String found, String remedy) {

    /** {@code WARN}: the platform runs, but slowly or not for long; {@code FAIL}: it does not run. */
    public enum Status {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Status.OK, found, "");
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Status.WARN, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Status.FAIL, found, remedy);
    }
}
