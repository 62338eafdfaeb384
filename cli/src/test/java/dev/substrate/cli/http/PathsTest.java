package dev.substrate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.record.RecordUri;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {

    @Test
    void everyByteButTheUnreservedOnesIsEncoded() {
        assertThat(Paths.record(RecordUri.parse("pkg+x:@a/b c+d:é~._-"), ScopeText.OF_TYPE))
                .isEqualTo("/api/v1/records/pkg%2Bx/%40a%2Fb%20c%2Bd%3A%C3%A9~._-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "%41", "a%2Fb", "?x=1&y#z", "😀", "日本/語", "a b", "\"'<>`{}|\\^[]"})
    void anyIdSurvivesTheJourney(String id) {
        String encoded = Paths.encoded(id);

        assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})+");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(id);
    }

    /** As of a variable that is not set: the path would be that of all nodes, all services. */
    @Test
    void anEmptyNameIsWrongUsage() {
        List<ThrowingCallable> paths = List.of(
                () -> Paths.node(""),
                () -> Paths.service(""),
                () -> Paths.topic("", "publications"),
                () -> Paths.message("desk", ""));
        assertThat(paths)
                .allSatisfy(path -> assertThatThrownBy(path)
                        .isInstanceOfSatisfying(
                                CliException.class,
                                wrong -> assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE))
                        .hasMessageContaining("Nothing was sent"));
    }

    @Test
    void aPageLeavesOutWhatIsEmpty() {
        assertThat(Paths.page("pkg", ScopeText.OF_TYPE, "", 10, "")).isEqualTo("/api/v1/records?type=pkg&limit=10");
        assertThat(Paths.page("pkg", ScopeText.parse("zone-1.2"), "a/", 10, "x="))
                .isEqualTo("/api/v1/records?type=pkg&scope=zone-1.2&prefix=a%2F&limit=10&cursor=x%3D");
    }
}
