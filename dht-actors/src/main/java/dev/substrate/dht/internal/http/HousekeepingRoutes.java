package dev.substrate.dht.internal.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.dht.internal.client.LocalScans;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.dht.internal.scan.ScanReport;
import dev.substrate.node.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** This node's pass over the records that it owns: how the newest one went, and to begin one. */
public final class HousekeepingRoutes extends AllDirectives {

    private final ObjectMapper json = new ObjectMapper();
    private final NodeInfo self;
    private final LocalScans scans;

    /** Takes the records of a node. */
    public HousekeepingRoutes(ActorSystem<?> system) {
        this.self = NodeInfo.of(system);
        this.scans = RecordClients.get(system).localScans();
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return path(
                "housekeeping",
                () -> concat(get(() -> complete(report(StatusCodes.OK.intValue()))), post(() -> {
                    scans.run();
                    return complete(report(StatusCodes.ACCEPTED.intValue()));
                })));
    }

    private HttpResponse report(int status) {
        ObjectNode report = json.createObjectNode();
        report.put("node", self.id().hex()).put("number", self.number());
        Optional<ScanReport> newest = scans.report();
        report.put("running", newest.isPresent() && newest.get().ended() == null);
        newest.ifPresent(pass -> add(pass, report));
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, (report + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private static void add(ScanReport pass, ObjectNode report) {
        report.put("began", pass.began().toString());
        @Nullable Instant ended = pass.ended();
        if (ended != null) {
            report.put("ended", ended.toString());
        }
        report.put("shards", pass.shards())
                .put("rows", pass.rows())
                .put("tombstones", pass.tombstones())
                .put("damaged", pass.damaged())
                .put("expired", pass.expired())
                .put("purged", pass.purged())
                .put("notArchived", pass.notArchived())
                .put("failed", pass.failed());
        @Nullable String failure = pass.failure();
        if (failure != null) {
            report.put("failure", failure);
        }
    }
}
