package dev.substrate.testkit;

import java.io.Serializable;

/**
 * A point in the code that a node runs, at which it is to crash: where a method begins, or where it has returned. The code
 * knows nothing of it; it is changed in the running process, so it works with any class but those of the JDK.
 *
 * @param className the class, in full
 * @param method the name of the method; all methods of that name, whatever their parameters
 * @param afterwards whether the point is where the method has returned (not thrown), and not where it begins
 * @param hit at which passage, from 1, counted from when it is armed
 */
public record Failpoint(String className, String method, boolean afterwards, int hit) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Checks the count. */
    public Failpoint {
        if (hit < 1) {
            throw new IllegalArgumentException("Passages are counted from 1, there is no " + hit);
        }
    }

    /** Returns the point where a method begins. */
    public static Failpoint before(Class<?> type, String method) {
        return before(type.getName(), method);
    }

    /** Returns the point where a method begins, for a class that the test cannot name otherwise. */
    public static Failpoint before(String className, String method) {
        return new Failpoint(className, method, false, 1);
    }

    /** Returns the point where a method has returned. */
    public static Failpoint after(Class<?> type, String method) {
        return after(type.getName(), method);
    }

    /** Returns the point where a method has returned, for a class that the test cannot name otherwise. */
    public static Failpoint after(String className, String method) {
        return new Failpoint(className, method, true, 1);
    }

    /** Returns the same point, at a later passage: 1 for the next one. */
    public Failpoint onHit(int number) {
        return new Failpoint(className, method, afterwards, number);
    }

    @Override
    public String toString() {
        return (afterwards ? "after " : "before ") + className + "." + method + (hit == 1 ? "" : ", passage " + hit);
    }
}
