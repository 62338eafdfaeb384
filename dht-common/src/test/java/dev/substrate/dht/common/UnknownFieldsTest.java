package dev.substrate.dht.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            an unknown field stays               | {"a":1,"x":9}               | {"a":1}            | {"a":2}            | {"a":2,"x":9}
            a field that was set to null goes    | {"a":1,"x":9}               | {"a":1}            | {}                 | {"x":9}
            what both know is the newer one      | {"a":1}                     | {"a":1}            | {"a":2}            | {"a":2}
            a new field of the same name wins    | {"x":9}                     | {}                 | {"x":1}            | {"x":1}
            in an object of an object            | {"o":{"a":1,"x":9}}         | {"o":{"a":1}}      | {"o":{"a":2}}      | {"o":{"a":2,"x":9}}
            not in an object that is gone        | {"o":{"a":1,"x":9}}         | {"o":{"a":1}}      | {}                 | {}
            in an element that was left          | [{"a":1,"x":9},{"a":2}]     | [{"a":1},{"a":2}]  | [{"a":1}]          | [{"a":1,"x":9}]
            in an element that has moved         | [{"a":1,"x":9},{"a":2}]     | [{"a":1},{"a":2}]  | [{"a":2},{"a":1}]  | [{"a":2},{"a":1,"x":9}]
            in an element behind a new one       | [{"a":1,"x":9}]             | [{"a":1}]          | [{"a":7},{"a":1}]  | [{"a":7},{"a":1,"x":9}]
            in a changed element that is alike   | [{"a":1,"b":1,"x":9},{"a":2}] | [{"a":1,"b":1},{"a":2}] | [{"a":1,"b":7}] | [{"a":1,"b":7,"x":9}]
            of the one that is most alike        | [{"a":1,"b":1,"x":8},{"a":1,"b":2,"c":3,"x":9}] | [{"a":1,"b":1},{"a":1,"b":2,"c":3}] | [{"a":1,"b":2,"c":4}] | [{"a":1,"b":2,"c":4,"x":9}]
            of the one in its place among equals | [{"a":1,"b":1,"x":8},{"a":1,"b":2,"x":9}] | [{"a":1,"b":1},{"a":1,"b":2}] | [{"a":1,"b":3},{"a":1,"b":4}] | [{"a":1,"b":3,"x":8},{"a":1,"b":4,"x":9}]
            not in an element unlike all         | [{"a":1,"x":9},{"a":2}]     | [{"a":1},{"a":2}]  | [{"a":5},{"a":2}]  | [{"a":5},{"a":2}]
            equal ones keep theirs in order      | [{"a":1,"x":8},{"a":1}]     | [{"a":1},{"a":1}]  | [{"a":1},{"a":1}]  | [{"a":1,"x":8},{"a":1}]
            not twice                            | [{"a":1,"b":1,"x":9}]       | [{"a":1,"b":1}]    | [{"a":1,"b":2},{"a":1,"b":3}] | [{"a":1,"b":2,"x":9},{"a":1,"b":3}]
            another kind of value starts anew    | {"o":{"x":9}}               | {"o":{}}           | {"o":[1]}          | {"o":[1]}
            """)
    void whatIsNotKnownIsKept(String what, String stored, String known, String next, String kept)
            throws JsonProcessingException {
        JsonNode result = UnknownFields.keep(JSON.readTree(stored), JSON.readTree(known), JSON.readTree(next));

        assertThat(result).as(what).isEqualTo(JSON.readTree(kept));
    }
}
