package dev.substrate.benchmark.node;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param result the answer; null if there is none
 * @param failure why there is none
 */
record NodeReply(
        @Nullable JsonNode result, @Nullable String failure) {}
