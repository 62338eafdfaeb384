package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.substrate.dht.Records;
import dev.substrate.record.BlockingDht;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.Json;
import dev.substrate.record.Query;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those see who read the records of a type page by page, over HTTP, while others come, change and go. */
@Tag("cluster")
class ScanWhileRecordsChangeTest {

    private static final int LASTING = 40;
    private static final RecordType<Json> TYPE = RecordType.json("pkg");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static InProcessNode node;
    private static BlockingDht dht;

    private record Page(List<String> ids, String cursor) {}

    @BeforeAll
    static void start(@TempDir Path folder) {
        node = InProcessNode.startReady(
                1, folder, folder.resolve("store.db"), "substrate.record.types.pkg.indexes = [\"/size\"]");
        dht = BlockingDht.of(Records.on(node.node()));
        IntStream.range(0, LASTING).forEach(i -> put("a/lasting-" + i, 5));
        put("b/of-another-prefix", 5);
        dht.put(RecordType.json("other").key("a/of-another-type"), new Json("{\"size\":5}"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&where=/size >= 3&where=/size < 9"})
    void everyRecordThatIsThereAllTheWhileIsOnExactlyOnePage(String where) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread writer = new Thread(() -> comeAndGo(enough));
        writer.start();
        try {
            for (int i = 0; i < 20; i++) {
                List<String> seen = new ArrayList<>();
                String cursor = "";
                do {
                    Page page = page(where, cursor);
                    assertThat(page.ids()).hasSizeLessThanOrEqualTo(7);
                    seen.addAll(page.ids());
                    cursor = page.cursor();
                } while (!cursor.isEmpty());
                assertThat(seen).doesNotHaveDuplicates().allMatch(id -> id.startsWith("pkg:a/"));
                assertThat(lasting(seen)).hasSize(LASTING);
            }
        } finally {
            enough.set(true);
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void theBlockingViewFindsThemToo(int limit) {
        Query<Json> query = Query.of(TYPE, FieldCondition.parse("/size >= 3")).limit(limit);
        assertThat(dht.query(query).records()).hasSizeBetween(1, limit);
    }

    private static void comeAndGo(AtomicBoolean enough) {
        for (int i = 0; !enough.get(); i++) {
            RecordKey<Json> guest = TYPE.key("a/guest-" + i % 30);
            if (i % 3 == 0) {
                dht.delete(guest);
            } else {
                put(guest.uri().id(), i % 12);
            }
            put("a/lasting-" + i % LASTING, 3 + i % 6);
        }
    }

    private static void put(String id, int size) {
        dht.put(TYPE.key(id), new Json("{\"size\":" + size + "}")).orThrow();
    }

    private static List<String> lasting(List<String> ids) {
        return ids.stream().filter(id -> id.contains("lasting")).toList();
    }

    private static Page page(String where, String cursor) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("?type=pkg&prefix=a/&limit=7&cursor=" + cursor);
        for (String condition : where.split("&where=", -1)) {
            query.append(condition.isEmpty() ? "" : "&where=" + URLEncoder.encode(condition, StandardCharsets.UTF_8));
        }
        String url = node.url() + "/api/v1/records"
                + query.toString().replace("&cursor=&", "&").replaceAll("&cursor=$", "");
        HttpResponse<String> response =
                HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode page = JSON.readTree(response.body());
        List<String> ids = new ArrayList<>();
        page.path("records").forEach(record -> ids.add(record.path("uri").asText()));
        return new Page(ids, page.path("cursor").asText());
    }
}
