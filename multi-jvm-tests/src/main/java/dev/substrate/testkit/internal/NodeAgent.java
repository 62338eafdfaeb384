package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeProgram;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The main class of a node process: runs the program of a node, and the tasks that the test sends.
 *
 * <p>Standard input and output are the control channel. What they print goes to standard error, which is its log
 * file. When the test process is gone, however it ended, so is this one: it halts with {@value #PARENT_GONE}.
 */
public final class NodeAgent {

    /** The exit code of a process that lost its parent. */
    public static final int PARENT_GONE = 66;

    /** The exit code of a process whose program did not start. */
    public static final int NOT_STARTED = 1;

    private NodeAgent() {}

    /**
     * Starts the program.
     *
     * @param args the file with the {@link NodePlan}
     */
    public static void main(String[] args) throws IOException {
        var toTest = new FrameWriter(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        var fromTest = new FrameReader(new FileInputStream(FileDescriptor.in));
        System.setIn(InputStream.nullInputStream());

        NodePlan plan = NodePlan.read(Path.of(args[0]));
        var barriers = new BarrierEnds(toTest);
        var context = new AgentContext(plan, barriers);
        var tasks = new TaskRunner(context, toTest);
        new Thread(() -> serve(fromTest, tasks, barriers), "test-control").start();
        start(plan, context);
    }

    // Whatever keeps a program from starting ends its process, so that the test hears of it.
    private static void start(NodePlan plan, AgentContext context) {
        try {
            context.start(program(plan.program()));
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            if (thrown instanceof NoClassDefFoundError missing) {
                System.err.println("The class path of the test has no " + missing.getMessage() + ", which "
                        + plan.program() + " needs. A test that names no program runs nodes of Substrate, and needs"
                        + " dht-actors; for anything else say @ClusterTest(program = ...)");
            }
            context.notStarted("The program of the node did not start: " + thrown);
            System.exit(NOT_STARTED);
        }
    }

    private static NodeProgram<?> program(String name) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(name).getDeclaredConstructor();
        // Test classes are seldom public.
        constructor.setAccessible(true);
        return (NodeProgram<?>) constructor.newInstance();
    }

    private static void serve(FrameReader fromTest, TaskRunner tasks, BarrierEnds barriers) {
        try {
            for (Optional<Frame> frame = fromTest.read(); frame.isPresent(); frame = fromTest.read()) {
                if (frame.get().kind() == Frame.Kind.BARRIER_OPEN) {
                    barriers.opened(frame.get());
                } else {
                    tasks.start(frame.get());
                }
            }
        } catch (IOException e) {
            System.err.println("The control channel broke: " + e);
        }
        // Not exit: shutdown hooks may wait for a cluster that is gone.
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
