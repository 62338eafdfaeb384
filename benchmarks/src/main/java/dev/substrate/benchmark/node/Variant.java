package dev.substrate.benchmark.node;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a node checks its fences. */
public enum Variant {
    /** As every node does. */
    FENCED,
    /** With the switch that only tests know: epochs are raised, but neither checked nor confirmed. */
    UNFENCED;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
