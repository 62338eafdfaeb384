package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param result the answer; JSON's null if there is none
 * @param failure why there is none; null if there is one
 */
record NodeReply(JsonNode result, @Nullable String failure) {}
