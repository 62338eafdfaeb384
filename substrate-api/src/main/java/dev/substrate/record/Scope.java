package dev.substrate.record;

/** How far a name reaches: the same URI names different records in different scopes, and in different places of a scope. */
public enum Scope {
    /** One record in the whole cluster. */
    GLOBAL,
    /** One record in each region. */
    REGION,
    /** One record in each zone of each region. */
    ZONE
}
