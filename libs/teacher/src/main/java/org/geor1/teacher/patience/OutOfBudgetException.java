package org.geor1.teacher.patience;

/** The next request could cost more than is left. */
public final class OutOfBudgetException extends Exception {

    private static final long serialVersionUID = 1L;
}
