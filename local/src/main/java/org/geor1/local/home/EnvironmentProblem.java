package org.geor1.local.home;

/** Something about this machine or directory stops the platform; the message is one line and names the remedy. */
public final class EnvironmentProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    public EnvironmentProblem(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    public EnvironmentProblem(String problem, String remedy, Throwable cause) {
        super(problem, cause);
        this.remedy = remedy;
    }

    /** What the reader can do about it. */
    public String remedy() {
        return remedy;
    }

    /** Problem and remedy on one line, as the command line prints them. */
    public String line() {
        return getMessage() + ". " + remedy;
    }
}
