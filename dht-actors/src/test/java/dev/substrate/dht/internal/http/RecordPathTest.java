package dev.substrate.dht.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordUri;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordPathTest {

    private static final String ROOT = "/api/v1/records";

    @Property
    void everyRecordHasAPathThatNamesItAndNothingElse(@ForAll("uris") RecordUri uri) {
        assertThat(RecordPath.parse(ROOT + "/" + uri.scheme() + "/" + encoded(uri.id(), true)))
                .contains(new RecordPath(Optional.of(uri), ""));
        assertThat(RecordPath.parse(ROOT + "/" + uri.scheme() + "/" + encoded(uri.id(), false) + "/owner?x=%zz"))
                .contains(new RecordPath(Optional.of(uri), "owner"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ROOT, ROOT + "/", ROOT + "?type=pkg", ROOT + "/?type=pkg&prefix=a/b"})
    void theRootNamesTheCollection(String target) {
        assertThat(RecordPath.parse(target)).contains(new RecordPath(Optional.empty(), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "", "/api/v1/status", ROOT + "x/a", ROOT + "x", ROOT + "/pkg", ROOT + "/pkg/a/owner/more"})
    void otherPathsNameNothing(String target) {
        assertThat(RecordPath.parse(target)).isEmpty();
    }

    @Test
    void theQueryIsNoPartOfThePath() {
        assertThat(RecordPath.parse("/api?x=" + ROOT + "/pkg/a")).isEmpty();
    }

    @Test
    void aPathMayComeWithTheNameOfTheHost() {
        assertThat(RecordPath.parse("http://localhost:8551" + ROOT + "/pkg/a"))
                .contains(new RecordPath(Optional.of(RecordUri.parse("pkg:a")), ""));
    }

    @Test
    void aPlusIsAPlusAndAnEncodedSlashBelongsToTheId() {
        assertThat(idOf("a+b%2Fc%2fd%3A%25")).isEqualTo("a+b/c/d:%");
        assertThat(idOf("%C3%A4%F0%9F%98%80")).isEqualTo("ä😀");
    }

    @Test
    void anIdIsDecodedOnce() {
        assertThat(idOf("%2541")).isEqualTo("%41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%", "%4", "%zz", "%4g", "%g4", "% 4", "%-1", "%+1", "%٣٣", "%%41", "a%4"})
    void aPercentSignIsFollowedByTwoHexadecimalDigits(String id) {
        assertRefused(id, "two hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%c3", "%c3%28", "%c0%80", "%e0%80%af", "%ed%a0%80", "%f4%90%80%80", "%80"})
    void bytesThatAreNotUtf8AreRefused(String id) {
        assertRefused(id, "are UTF-8");
    }

    @Test
    void charactersBeyondAsciiAreEncoded() {
        assertRefused("ä", "beyond ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "%2e%2e", ".", "a%2f..", "%2E", "a%00b", "%0a", "%7f"})
    void whatIsDecodedKeepsTheRulesOfNames(String id) {
        assertRefused(id, "A record id has");
    }

    @Test
    void aSchemeIsDecodedAndKeepsItsRules() {
        assertThat(RecordPath.parse(ROOT + "/%70kg/a").orElseThrow().record()).contains(RecordUri.parse("pkg:a"));
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> RecordPath.parse(ROOT + "/Pkg/a"))
                .withMessageContaining("A scheme is");
    }

    @Test
    void theLongestIdFitsHoweverItIsEncoded() {
        assertThat(idOf("%61".repeat(1024))).isEqualTo("a".repeat(1024));
        assertThat(idOf("a".repeat(1024))).hasSize(1024);

        assertRefused("%61".repeat(1025), "at most 1024 bytes");
        assertRefused("a".repeat(1025), "at most 1024 bytes");
        assertRefused("%61".repeat(1026), "at most 1024 bytes");
        assertRefused("a".repeat(200_000), "at most 1024 bytes");
    }

    private static String idOf(String encodedId) {
        return RecordPath.parse(ROOT + "/pkg/" + encodedId)
                .flatMap(RecordPath::record)
                .orElseThrow()
                .id();
    }

    private static void assertRefused(String encodedId, String rule) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> RecordPath.parse(ROOT + "/pkg/" + encodedId))
                .withMessageContaining(rule);
    }

    /** Percent-encodes everything, or what RFC 3986 does not allow in a segment. */
    private static String encoded(String id, boolean everything) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~!$&'()*+,;=:@".indexOf(c) >= 0;
            if (plain && !everything) {
                encoded.append(c);
            } else {
                encoded.append("%%%02x".formatted((int) c));
            }
        }
        return encoded.toString();
    }

    @Provide
    Arbitrary<RecordUri> uris() {
        Arbitrary<Integer> characters = Arbitraries.oneOf(
                Arbitraries.integers().between(0x20, Character.MAX_CODE_POINT),
                Arbitraries.integers().between(0x20, 0x7e),
                Arbitraries.of("/:.%?#+& ".codePoints().boxed().toList()));
        return characters
                .filter(c -> !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff))
                .list()
                .ofMinSize(1)
                .ofMaxSize(256)
                .map(codePoints -> {
                    StringBuilder id = new StringBuilder();
                    codePoints.forEach(id::appendCodePoint);
                    return id.toString();
                })
                .filter(id -> !("/" + id + "/").contains("/./") && !("/" + id + "/").contains("/../"))
                .map(id -> new RecordUri("pkg", id));
    }
}
