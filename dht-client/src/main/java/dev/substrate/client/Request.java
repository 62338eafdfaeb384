package dev.substrate.client;

import dev.substrate.dht.common.PathEncoding;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.RecordId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, without the node that it goes to.
 *
 * @param target path and query
 * @param body JSON, or null for none
 */
record Request(
        String method,
        String target,
        Map<String, String> headers,
        @Nullable String body) {

    static final String SHARDS = "/api/v1/shards";

    private static final String RECORDS = "/api/v1/records/";

    static Request of(String method, String target) {
        return new Request(method, target, Map.of(), null);
    }

    Request header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, target, more, body);
    }

    Request body(String json) {
        return new Request(method, target, headers, json);
    }

    /** Returns the path and query of a record. Its place is always told: a node would take its own. */
    static String record(RecordId id) {
        return part(id, "");
    }

    /** Returns the path and query of a part of a record. */
    static String part(RecordId id, String part) {
        return RECORDS + id.uri().scheme() + "/" + PathEncoding.segment(id.uri().id()) + part + "?scope=" + id.place();
    }

    /** Returns the path and query of the watch of a type. */
    static String watch(Place place, String scheme, String idPrefix) {
        return RECORDS + "watch?type=" + query(scheme) + "&prefix=" + query(idPrefix) + "&scope=" + place;
    }

    /** Returns the path and query of a page of what a query finds. */
    static String query(Query<?> query, Place place) {
        StringBuilder target = new StringBuilder("/api/v1/records?type=")
                .append(query(query.type().scheme()))
                .append("&scope=")
                .append(place)
                .append("&limit=")
                .append(query.limit());
        query.conditions().stream()
                .flatMap(condition -> condition.parts().stream())
                .forEach(condition -> target.append("&where=").append(query(condition.toString())));
        if (!query.idPrefix().isEmpty()) {
            target.append("&prefix=").append(query(query.idPrefix()));
        }
        if (query.cursor() != null) {
            target.append("&cursor=").append(query(query.cursor()));
        }
        if (query.maxStaleness() != null) {
            target.append("&max-staleness=").append(query.maxStaleness());
        }
        return target.toString();
    }

    private static String query(String text) {
        return PathEncoding.segment(text);
    }
}
