package dev.substrate.testkit;

import java.util.OptionalInt;

/** The system property {@value #PROPERTY}: the number of a node that waits for a debugger when it starts. */
final class DebugOption {

    static final String PROPERTY = "substrate.test.debug";

    private DebugOption() {}

    static OptionalInt node() {
        Integer number = Integer.getInteger(PROPERTY);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    static boolean isFor(int nodeNumber) {
        return node().equals(OptionalInt.of(nodeNumber));
    }
}
