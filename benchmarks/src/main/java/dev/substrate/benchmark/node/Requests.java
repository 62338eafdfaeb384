package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Does what a process reads from standard input, until that ends; and then ends the process. */
final class Requests {

    /** Starts what is measured. */
    interface Start {
        Subject start() throws IOException;
    }

    private final Subject subject;
    private final ObjectMapper json = new ObjectMapper();

    private Requests(Subject subject) {
        this.subject = subject;
    }

    static void serve(Start start) throws IOException {
        PrintStream replies = System.out;
        // Standard output belongs to the replies; the log goes where errors go.
        System.setOut(System.err);
        System.setProperty("logback.configurationFile", "substrate-logback.xml");
        System.setProperty("substrate.log.node", "-");
        try {
            new Requests(start.start()).answerAll(replies);
        } finally {
            // Whoever started it is gone or wants no more. No orderly stop, but a recording that runs is written.
            System.exit(0);
        }
    }

    private void answerAll(PrintStream replies) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            replies.println(json.writeValueAsString(answer(json.readValue(line, NodeRequest.class))));
            replies.flush();
        }
    }

    private NodeReply answer(NodeRequest request) {
        try {
            return new NodeReply(json.valueToTree(result(request)), null);
        } catch (InterruptedException | RuntimeException e) {
            e.printStackTrace();
            return new NodeReply(NullNode.getInstance(), e.toString());
        }
    }

    private Object result(NodeRequest request) throws InterruptedException {
        if (request instanceof NodeRequest.AwaitReady) {
            subject.awaitReady();
            return true;
        }
        if (request instanceof NodeRequest.Fill fill) {
            subject.loads().fill(fill.valueBytes());
            return true;
        }
        if (request instanceof NodeRequest.Run run) {
            return subject.loads().run(run.load());
        }
        if (request instanceof NodeRequest.ReadAccount) {
            return subject.loads().account();
        }
        return request instanceof NodeRequest.ReadStore ? subject.storedVersions() : subject.owned();
    }
}
