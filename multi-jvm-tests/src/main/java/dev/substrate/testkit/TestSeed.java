package dev.substrate.testkit;

import java.security.SecureRandom;

/**
 * The number from which everything is drawn that a test leaves to chance, faults above all: {@value #PROPERTY} says it, and
 * so repeats a run; else each test draws its own.
 */
final class TestSeed {

    static final String PROPERTY = "substrate.test.seed";

    private static final int SEEDS = 1_000_000_000;

    private TestSeed() {}

    static long draw() {
        String given = System.getProperty(PROPERTY);
        if (given == null) {
            return new SecureRandom().nextInt(SEEDS);
        }
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D" + PROPERTY + " is a whole number, not '" + given + "'", e);
        }
    }

    /** Returns the command that runs a test again with a seed, be it run by Surefire or by Failsafe. */
    static String repeat(String test, long seed) {
        return "mvn verify -Dtest=" + test + " -Dit.test=" + test
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -D" + PROPERTY + "="
                + seed;
    }
}
