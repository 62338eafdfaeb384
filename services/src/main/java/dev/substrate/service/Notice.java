package dev.substrate.service;

import dev.substrate.id.NodeId;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;

/**
 * Something that was published to a topic.
 *
 * @param entity what
 * @param sender the node that published it
 * @param transaction the work that it is part of
 */
public record Notice<E>(Topic<E> topic, E entity, NodeId sender, TransactionId transaction) {}
