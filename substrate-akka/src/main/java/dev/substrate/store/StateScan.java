package dev.substrate.store;

import org.jspecify.annotations.Nullable;

/**
 * Which rows a page of a scan holds.
 *
 * @param entityType the name of the sharding entity type
 * @param type the type of the rows
 * @param uriPrefix how the URIs start
 * @param afterUri the URI after which the page starts, or null for the first page
 * @param rowsMax how many rows at most
 * @param bytesMax after how many characters of entities the page ends early; at least one row is always returned
 */
public record StateScan(
        String entityType,
        String type,
        String uriPrefix,
        @Nullable String afterUri,
        int rowsMax,
        long bytesMax) {}
