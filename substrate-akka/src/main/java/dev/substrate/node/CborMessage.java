package dev.substrate.node;

/** Marks messages that travel between nodes: they are written as CBOR by Jackson. */
public interface CborMessage {}
