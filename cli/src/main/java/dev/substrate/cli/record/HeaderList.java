package dev.substrate.cli.record;

import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.terminal.Table;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** What a node says of a version of a record besides its entity. */
final class HeaderList {

    private final Response response;

    HeaderList(Response response) {
        this.response = response;
    }

    /** Returns whether the node says anything at all. */
    boolean present() {
        return response.header("Substrate-Tombstone") != null;
    }

    /** Returns whether this version is the deletion. */
    boolean tombstone() {
        return value("Tombstone").equals("true");
    }

    String toJson() {
        JsonObject json = new JsonObject()
                .with("id", id())
                .with("type", value("Type"))
                .raw("typeVersion", value("Type-Version"))
                .with("version", response.version())
                .with("created", value("Created"))
                .with("modified", value("Modified"));
        if (!value("Expires").isEmpty()) {
            json.with("expires", value("Expires"));
        }
        return json.with("tombstone", tombstone())
                .with("writer", value("Writer"))
                .with("requestId", value("Request-Id"))
                .toString();
    }

    Table toTable() {
        Table table = new Table("HEADER", "VALUE")
                .row("id", id())
                .row("type", value("Type"))
                .row("type version", value("Type-Version"))
                .row("version", response.version())
                .row("created", value("Created"))
                .row("modified", value("Modified"));
        if (!value("Expires").isEmpty()) {
            table.row("expires", value("Expires"));
        }
        return table.row("tombstone", tombstone() ? "yes" : "no")
                .row("writer", value("Writer"))
                .row("request id", value("Request-Id"));
    }

    private String id() {
        return URLDecoder.decode(value("Id"), StandardCharsets.UTF_8);
    }

    private String value(String name) {
        String value = response.header("Substrate-" + name);
        return value == null ? "" : value;
    }
}
