package dev.substrate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordUriTest {

    @Test
    void theFirstColonEndsTheScheme() {
        RecordUri uri = RecordUri.parse("pkg:a:b::c");

        assertThat(uri.scheme()).isEqualTo("pkg");
        assertThat(uri.id()).isEqualTo("a:b::c");
        assertThat(uri).hasToString("pkg:a:b::c");
    }

    @Test
    void anIdMayBeginWithAColon() {
        assertThat(RecordUri.parse("pkg::a").id()).isEqualTo(":a");
    }

    @Property
    void whatIsPrintedIsReadBack(@ForAll("schemes") String scheme, @ForAll("ids") String id) {
        RecordUri uri = new RecordUri(scheme, id);

        assertThat(RecordUri.parse(uri.toString())).isEqualTo(uri);
    }

    @Property
    void namesThatDifferArePrintedDifferently(
            @ForAll("schemes") String scheme,
            @ForAll("ids") String id,
            @ForAll("schemes") String otherScheme,
            @ForAll("ids") String otherId) {
        RecordUri uri = new RecordUri(scheme, id);
        RecordUri other = new RecordUri(otherScheme, otherId);

        assertThat(uri.toString().equals(other.toString())).isEqualTo(uri.equals(other));
        assertThat(uri.compareTo(other) == 0).isEqualTo(uri.equals(other));
        assertThat(Integer.signum(uri.compareTo(other))).isEqualTo(-Integer.signum(other.compareTo(uri)));
    }

    /** Any sequence of UTF-16 units, so control characters, halves of pairs, dots and slashes among them. */
    @Property
    void aTextIsAnIdExactlyIfItKeepsEveryRule(@ForAll("anyText") String text) {
        boolean wellFormed = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        boolean withoutControls = text.codePoints().noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0));
        boolean withoutDots = !("/" + text + "/").contains("/./") && !("/" + text + "/").contains("/../");
        boolean inBounds = !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= 1024;

        if (wellFormed && withoutControls && withoutDots && inBounds) {
            assertThat(new RecordUri("pkg", text).id()).isEqualTo(text);
        } else {
            assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> new RecordUri("pkg", text));
        }
    }

    @Property
    void noMessageShowsAControlCharacterOrHalfAPair(@ForAll("anyText") String text) {
        try {
            RecordUri.parse(text);
        } catch (InvalidNameException e) {
            assertThat(e.getMessage().codePoints().noneMatch(Character::isISOControl))
                    .isTrue();
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(e.getMessage()))
                    .isTrue();
            assertThat(e.getMessage().length()).isLessThan(300);
        }
    }

    @Test
    void theBoundOnAnIdCountsBytesNotCharacters() {
        String twoBytesEach = "ü".repeat(512);
        String threeBytesEach = "世".repeat(341);
        String fourBytesEach = "😀".repeat(256);

        assertThat(new RecordUri("pkg", "a".repeat(1024)).id()).hasSize(1024);
        assertThat(new RecordUri("pkg", twoBytesEach).id()).isEqualTo(twoBytesEach);
        assertThat(new RecordUri("pkg", threeBytesEach + "a").id()).isEqualTo(threeBytesEach + "a");
        assertThat(new RecordUri("pkg", fourBytesEach).id()).isEqualTo(fourBytesEach);

        assertRefused("pkg", "a".repeat(1025), "at most 1024 bytes of UTF-8");
        assertRefused("pkg", twoBytesEach + "a", "at most 1024 bytes of UTF-8");
        assertRefused("pkg", threeBytesEach + "aa", "at most 1024 bytes of UTF-8");
        assertRefused("pkg", fourBytesEach + "a", "at most 1024 bytes of UTF-8");
    }

    @Test
    void anIdHasAtLeastOneCharacter() {
        assertRefused("pkg", "", "at least one character");
        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> RecordUri.parse("pkg:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\nb", "a\tb", "\u007f", "a\u0085", "\u009fa"})
    void controlCharactersAreRefusedByNumber(String id) {
        int control =
                id.codePoints().filter(Character::isISOControl).findFirst().orElseThrow();

        assertRefused("pkg", id, "U+%04X".formatted(control));
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertRefused("pkg", "a\ud83d", "half a surrogate pair");
        assertRefused("pkg", "\ude00a", "half a surrogate pair");
        assertRefused("pkg", "\ude00\ud83d", "half a surrogate pair");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "./a", "../a", "a/.", "a/..", "a/./b", "a/../b", "/.", "./", "//.."})
    void dotSegmentsAreRefused(String id) {
        assertRefused("pkg", id, "no part '.' or '..'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"...", "a.", ".a", "..a", "a/.b", "a/b..", "/", "//", "a//b", ". ", " ..", "a/ ./b"})
    void dotsBesideOtherCharactersAreJustDots(String id) {
        assertThat(new RecordUri("pkg", id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "z9", "git+ssh", "a.b-c", "abcdefghijklmnopqrstuvwxyz012345"})
    void schemesBeginWithALetterAndHaveAtMost32Characters(String scheme) {
        RecordUri.requireScheme(scheme);

        assertThat(new RecordUri(scheme, "x").scheme()).isEqualTo(scheme);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "aB", "9a", "+a", "-", "a_b", "a b", "ä", "a\n", "abcdefghijklmnopqrstuvwxyz0123456"})
    void otherSchemesAreRefused(String scheme) {
        assertRefused(scheme, "x", "A scheme is");
    }

    @Test
    void aTextWithoutColonIsRefusedAndShownShortened() {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> RecordUri.parse("x".repeat(1000)))
                .withMessageContaining("no colon")
                .withMessageContaining("'" + "x".repeat(80) + "…'");
    }

    @Test
    void aTextThatIsShownWholeHasNoEllipsis() {
        String eightyCharactersOfTwoUnits = "😀".repeat(80);

        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> RecordUri.parse(eightyCharactersOfTwoUnits))
                .withMessageContaining("'" + eightyCharactersOfTwoUnits + "'");
    }

    @Test
    void nullsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new RecordUri(null, "x"))
                .withMessage("scheme");
        assertThatNullPointerException()
                .isThrownBy(() -> new RecordUri("pkg", null))
                .withMessage("id");
        assertThatNullPointerException().isThrownBy(() -> RecordUri.parse(null)).withMessage("uri");
    }

    private static void assertRefused(String scheme, String id, String rule) {
        assertThatExceptionOfType(InvalidNameException.class)
                .isThrownBy(() -> new RecordUri(scheme, id))
                .withMessageContaining(rule)
                .satisfies(e -> assertThat(e.getMessage().codePoints().noneMatch(Character::isISOControl))
                        .isTrue());
    }

    @Provide
    Arbitrary<String> schemes() {
        Arbitrary<String> first = Arbitraries.strings().withCharRange('a', 'z').ofLength(1);
        Arbitrary<String> rest = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("+.-")
                .ofMaxLength(RecordUri.SCHEME_LENGTH_MAX - 1);
        return first.flatMap(letter -> rest.map(more -> letter + more));
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<Integer> anyCharacter = Arbitraries.integers()
                .between(0x20, Character.MAX_CODE_POINT)
                .filter(c -> !Character.isISOControl(c) && (c < 0xd800 || c > 0xdfff));
        Arbitrary<Integer> troublesome =
                Arbitraries.of(":/.%?#+& \\\"'|".codePoints().boxed().toList());
        return Arbitraries.oneOf(
                        anyCharacter, troublesome, Arbitraries.integers().between('a', 'z'))
                .list()
                .ofMinSize(1)
                .ofMaxSize(256)
                .map(RecordUriTest::text)
                .filter(id -> !("/" + id + "/").contains("/./") && !("/" + id + "/").contains("/../"));
    }

    @Provide
    Arbitrary<String> anyText() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(600),
                Arbitraries.strings().withChars("./:a").ofMaxLength(8),
                Arbitraries.strings()
                        .withChars('a', 'é', '世', '\n', '\u0090', '\ud83d', '\ude00')
                        .ofMaxLength(12),
                Arbitraries.strings().withChars("世a").ofMinLength(330).ofMaxLength(350));
    }

    private static String text(Iterable<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }
}
