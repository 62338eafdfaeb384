package dev.substrate.testkit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Who owns a record, as the HTTP API tells.
 *
 * @param node the owner's node id
 * @param number the owner's number, which {@link TestCluster#node} takes
 * @param address the owner's address in the cluster
 * @param shard the shard that the record lies in
 * @param epoch the epoch under which the owner holds the shard
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordOwner(String node, int number, String address, String shard, long epoch) {}
