package dev.substrate.testkit.substrate;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.substrate.record.RecordUri;
import dev.substrate.testkit.NodeHttp;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Who owns a record, as the HTTP API tells.
 *
 * @param node the owner's node id
 * @param number the owner's number, which {@link dev.substrate.testkit.TestCluster#node} takes
 * @param address the owner's address in the cluster
 * @param shard the shard that the record lies in
 * @param epoch the epoch under which the owner holds the shard
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordOwner(String node, int number, String address, String shard, long epoch) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * Asks a node who owns a record.
     *
     * @throws IOException if the node does not answer, or does not know now
     */
    public static RecordOwner of(NodeHttp node, RecordUri record) throws IOException {
        String id = URLEncoder.encode(record.id(), StandardCharsets.UTF_8).replace("+", "%20");
        HttpResponse<String> answer = node.get("/api/v1/records/" + record.scheme() + "/" + id + "/owner");
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "It does not know the owner of '" + record + "': " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readValue(answer.body(), RecordOwner.class);
    }
}
