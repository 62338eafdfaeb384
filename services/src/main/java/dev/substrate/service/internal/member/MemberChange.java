package dev.substrate.service.internal.member;

/** What happens to a life of a node, once each. */
enum MemberChange {
    ARRIVAL,
    DEPARTURE
}
