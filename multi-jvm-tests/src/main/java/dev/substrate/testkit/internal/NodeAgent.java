package dev.substrate.testkit.internal;

import dev.substrate.node.NodeMain;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The main class of a node process: runs one node, and the tasks that the test sends.
 *
 * <p>Standard input and output are the control channel. What the node prints goes to standard error, which is its log
 * file. When the test process is gone, however it ended, so is this one: it halts with {@value #PARENT_GONE}.
 */
public final class NodeAgent {

    /** The exit code of a process that lost its parent. */
    public static final int PARENT_GONE = 66;

    /** The exit code of a process whose node did not start. */
    public static final int NOT_STARTED = 1;

    /** Stands in the place of the configuration file of a process that is to run no node. */
    public static final String NO_NODE = "-";

    private NodeAgent() {}

    /**
     * Starts the node.
     *
     * @param args the node's number, and its configuration file or {@value #NO_NODE}
     */
    public static void main(String[] args) {
        var replies = new FrameWriter(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        var calls = new FrameReader(new FileInputStream(FileDescriptor.in));
        System.setIn(InputStream.nullInputStream());

        var context = new AgentContext(Integer.parseInt(args[0]));
        var tasks = new TaskRunner(context, replies);
        new Thread(() -> serve(calls, tasks), "test-control").start();
        if (args[1].equals(NO_NODE)) {
            context.notStarted("This process runs no node: the test has asked for processes only");
        } else {
            startNode(Path.of(args[1]), context);
        }
    }

    // Whatever keeps a node from starting ends its process, so that the test hears of it.
    private static void startNode(Path configFile, AgentContext context) {
        try {
            context.started(NodeMain.start(configFile));
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            context.notStarted("The node did not start: " + thrown);
            System.exit(NOT_STARTED);
        }
    }

    private static void serve(FrameReader calls, TaskRunner tasks) {
        try {
            for (Optional<Frame> call = calls.read(); call.isPresent(); call = calls.read()) {
                tasks.start(call.get());
            }
        } catch (IOException e) {
            System.err.println("The control channel broke: " + e);
        }
        // Not exit: shutdown hooks may wait for a cluster that is gone.
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
