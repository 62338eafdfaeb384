package dev.substrate.message;

/** What a message asks to be done with what it is about. Services are free in what they make of it. */
public enum Method {
    /** Make it. */
    CREATE,
    /** Tell about it; changes nothing. */
    GET,
    /** Change it. */
    UPDATE,
    /** Remove it. */
    DELETE
}
