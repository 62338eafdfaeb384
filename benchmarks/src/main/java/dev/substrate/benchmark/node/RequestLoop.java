package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Does what a process that is measured reads from standard input, until that ends. */
final class RequestLoop {

    /** Does one thing. */
    interface Doer {
        Object result(NodeRequest request) throws InterruptedException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestLoop() {}

    static void run(PrintStream replies, Doer doer) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            replies.println(JSON.writeValueAsString(answer(doer, JSON.readValue(line, NodeRequest.class))));
            replies.flush();
        }
    }

    private static NodeReply answer(Doer doer, NodeRequest request) {
        try {
            return new NodeReply(JSON.valueToTree(doer.result(request)), null);
        } catch (InterruptedException | RuntimeException e) {
            e.printStackTrace();
            return new NodeReply(NullNode.getInstance(), e.toString());
        }
    }
}
