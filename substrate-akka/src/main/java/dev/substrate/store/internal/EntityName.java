package dev.substrate.store.internal;

/** An entity's type and id, which its persistence id holds with a bar between them. */
record EntityName(String type, String id) {

    static EntityName parse(String persistenceId) {
        int bar = persistenceId.indexOf('|');
        if (bar < 1 || bar == persistenceId.length() - 1) {
            throw new IllegalArgumentException(
                    "The persistence id of a sharded entity is 'type|id', this is not: '" + persistenceId + "'");
        }
        return new EntityName(persistenceId.substring(0, bar), persistenceId.substring(bar + 1));
    }
}
