package dev.substrate.testkit;

/** Starts nothing: for tests whose tasks start what they need themselves. */
public final class EmptyProgram implements NodeProgram<String> {

    @Override
    public String start(NodeContext context) {
        return "nothing";
    }
}
