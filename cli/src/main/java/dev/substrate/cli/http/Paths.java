package dev.substrate.cli.http;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.record.RecordUri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The paths of the API, with ids percent-encoded. */
public final class Paths {

    /** The members of the cluster, as one node sees them. */
    public static final String STATUS = "/api/v1/status";

    /** The members of the cluster and what can be asked of them. */
    public static final String NODES = "/api/v1/nodes";

    /** Whether a node takes part in the cluster and serves. */
    public static final String READY = "/ready";

    /** A node's pass over the records that it owns. */
    public static final String HOUSEKEEPING = "/api/v1/housekeeping";

    /** Which store the nodes share. */
    public static final String STORE = "/api/v1/store";

    /** All records of the store, out and in. */
    public static final String STORE_RECORDS = STORE + "/records";

    /** The versions that new names begin above. */
    public static final String STORE_PURGED = STORE + "/purged";

    /** The services of the cluster. */
    public static final String SERVICES = "/api/v1/services";

    /** The topics of the cluster. */
    public static final String TOPICS = "/api/v1/topics";

    private static final String RECORDS = "/api/v1/records";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Paths() {}

    /** Returns the path of a member. */
    public static String node(String numberOrId) {
        return NODES + "/" + segment("node", numberOrId);
    }

    /** Returns the path and query of a record. */
    public static String record(RecordUri uri, ScopeText scope) {
        return path(uri) + query("?", scope);
    }

    /** Returns the path and query of a record as its owner holds it in memory now. */
    public static String anyOf(RecordUri uri, ScopeText scope) {
        return path(uri) + "?consistency=any" + query("&", scope);
    }

    /** Returns the path and query of the owner of a record. */
    public static String owner(RecordUri uri, ScopeText scope) {
        return path(uri) + "/owner" + query("?", scope);
    }

    /** Returns the path and query of the kept versions of a record. */
    public static String versions(RecordUri uri, ScopeText scope) {
        return path(uri) + "/versions?limit=1000" + query("&", scope);
    }

    /** Returns the path and query of a watch of a record, from a version on; 0 for the newest there is. */
    public static String watch(RecordUri uri, ScopeText scope, long from) {
        return path(uri) + "/watch?from=" + from + query("&", scope);
    }

    /** Returns the path and query of a watch of the records of a type. */
    public static String watch(String scheme, ScopeText scope, String prefix) {
        return RECORDS + "/watch?type=" + encoded(scheme)
                + query("&", scope)
                + (prefix.isEmpty() ? "" : "&prefix=" + encoded(prefix));
    }

    /** Returns the path and query of a page of records; an empty prefix or cursor is left out. */
    public static String page(String scheme, ScopeText scope, String prefix, int limit, String cursor) {
        return RECORDS + "?type=" + encoded(scheme)
                + query("&", scope)
                + (prefix.isEmpty() ? "" : "&prefix=" + encoded(prefix))
                + "&limit=" + limit
                + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor));
    }

    /** Returns the path and query of a page of the whole store; an empty cursor is left out. */
    public static String storePage(int limit, String cursor) {
        return STORE_RECORDS + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor));
    }

    /** Returns the path of what can be done with a topic. */
    public static String topic(String name, String what) {
        return TOPICS + "/" + segment("topic", name) + "/" + what;
    }

    /** Returns the path of a service. */
    public static String service(String name) {
        return SERVICES + "/" + segment("service", name);
    }

    /** Returns the path of a message to a service about an id. */
    public static String message(String service, String id) {
        return service(service) + "/messages/" + segment("id", id);
    }

    /** Returns a path with a query of those parameters that are not empty. */
    public static String withQuery(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Returns what a page of records is narrowed down with to those that meet conditions. */
    public static String where(List<String> conditions, String maxStaleness) {
        StringBuilder query = new StringBuilder();
        conditions.forEach(condition -> query.append("&where=").append(encoded(condition)));
        return query.append(maxStaleness.isEmpty() ? "" : "&max-staleness=" + encoded(maxStaleness))
                .toString();
    }

    /** An empty one, of a variable that is not set, say, would make the path that of all of them. */
    private static String segment(String what, String name) {
        if (name.isEmpty()) {
            throw CliException.usage("An empty text names no " + what + ". Nothing was sent");
        }
        return encoded(name);
    }

    private static String path(RecordUri uri) {
        return RECORDS + "/" + encoded(uri.scheme()) + "/" + encoded(uri.id());
    }

    private static String query(String separator, ScopeText scope) {
        return scope.ofType() ? "" : separator + "scope=" + encoded(scope.text());
    }

    /** Returns {@code text} as UTF-8, every byte but letters, digits, {@code -._~} written as {@code %XX}. */
    public static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (unreserved(c)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
        return encoded.toString();
    }

    private static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
