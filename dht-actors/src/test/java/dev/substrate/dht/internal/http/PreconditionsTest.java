package dev.substrate.dht.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import dev.substrate.dht.internal.client.ForeignWrite;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreconditionsTest {

    @Test
    void aRequestWithoutHeadersSetsNoCondition() {
        assertThat(Preconditions.of(HttpRequest.PUT("/"))).isEqualTo(WriteOptions.none());
    }

    @Test
    void ifMatchNamesTheVersionOrThePresence() {
        assertThat(condition("If-Match", "\"3\"")).isEqualTo(new Condition.AtVersion(3));
        assertThat(condition("If-Match", " \"999999999999999999\" "))
                .isEqualTo(new Condition.AtVersion(999_999_999_999_999_999L));
        assertThat(condition("If-Match", "*")).isEqualTo(Condition.Present.PRESENT);
    }

    @Test
    void ifNoneMatchOfAWriteAsksForAbsence() {
        assertThat(condition("If-None-Match", "*")).isEqualTo(Condition.Absent.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0\"",
                "\"-1\"",
                "\"03\"",
                "W/\"3\"",
                "\"3\", \"4\"",
                "\"abc\"",
                "\"\"",
                "\"1000000000000000000\"",
                "\"3.0\"",
                "\"٣\""
            })
    void whatNamesNoVersionIsABadHeader(String value) {
        assertThatExceptionOfType(Preconditions.BadHeaderException.class)
                .isThrownBy(() -> condition("If-Match", value))
                .withMessageContaining("If-Match is * or one version in double quotes");
    }

    @Test
    void ifNoneMatchOfAWriteNamesNoVersion() {
        assertThatExceptionOfType(Preconditions.BadHeaderException.class)
                .isThrownBy(() -> condition("If-None-Match", "\"3\""))
                .withMessageContaining("If-None-Match of a write is *");
    }

    @Test
    void theTwoConditionsExcludeEachOther() {
        HttpRequest both =
                HttpRequest.PUT("/").addHeader(header("If-Match", "\"3\"")).addHeader(header("If-None-Match", "*"));

        assertThatExceptionOfType(Preconditions.BadHeaderException.class)
                .isThrownBy(() -> Preconditions.of(both))
                .withMessage("If-Match and If-None-Match exclude each other");
    }

    @Test
    void aRequestIdIsTakenWithOrWithoutACondition() {
        HttpRequest request = HttpRequest.PUT("/").addHeader(header("Substrate-Request-Id", " r-1 "));

        assertThat(Preconditions.of(request)).isEqualTo(WriteOptions.none().requestId(new RequestId("r-1")));
        assertThat(Preconditions.of(request.addHeader(header("If-Match", "\"3\""))))
                .isEqualTo(WriteOptions.none().requestId(new RequestId("r-1")).ifVersion(3));
    }

    @Test
    void aRequestIdOutOfBoundsIsRefused() {
        HttpRequest request = HttpRequest.PUT("/").addHeader(header("Substrate-Request-Id", "a b"));

        assertThatExceptionOfType(InvalidNameException.class).isThrownBy(() -> Preconditions.of(request));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"3\"", "\"1\", \"3\"", "W/\"3\"", "\"3\", \"13\""})
    void aReaderThatNamesTheVersionAlreadyHasIt(String etags) {
        assertThat(Preconditions.alreadyHas(HttpRequest.GET("/").addHeader(header("If-None-Match", etags)), 3))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"13\"", "\"31\"", "\"30\", \"1\"", "W/\"33\""})
    void aReaderThatNamesOtherVersionsHasNotGotThisOne(String etags) {
        assertThat(Preconditions.alreadyHas(HttpRequest.GET("/").addHeader(header("If-None-Match", etags)), 3))
                .isFalse();
    }

    @Test
    void aReaderThatNamesNoVersionHasNone() {
        assertThat(Preconditions.alreadyHas(HttpRequest.GET("/"), 3)).isFalse();
    }

    @Test
    void aWriteOfAClientSaysItsFloorAndTheVersionOfItsType() {
        HttpRequest request = HttpRequest.PUT("/")
                .addHeader(header("Substrate-Floor", "40"))
                .addHeader(header("Substrate-Type-Version", "2"))
                .addHeader(header("If-Match", "\"41\""));

        assertThat(Preconditions.write(request))
                .isEqualTo(new ForeignWrite(WriteOptions.none().ifVersion(41), 2, 40L, null));
        assertThat(Preconditions.write(HttpRequest.PUT("/")))
                .isEqualTo(new ForeignWrite(WriteOptions.none(), 0, null, null));
    }

    @Test
    void anAttemptOfAnUpdateExpectsAnyVersionAlsoNoneAndOneThatIsNeverReached() {
        for (long version : new long[] {0, 3, Long.MAX_VALUE}) {
            HttpRequest request = HttpRequest.PUT("/")
                    .addHeader(header("Substrate-Update", "print"))
                    .addHeader(header("Substrate-Request-Id", "r-1"))
                    .addHeader(header("If-Match", "\"" + version + "\""));

            assertThat(Preconditions.write(request))
                    .isEqualTo(new ForeignWrite(
                            WriteOptions.none().requestId(new RequestId("r-1")),
                            0,
                            null,
                            new ForeignWrite.UpdateAttempt("print", version)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Substrate-Floor: -1",
                "Substrate-Floor: 9223372036854775808",
                "Substrate-Type-Version: 0",
                "Substrate-Type-Version: many",
                "Substrate-Update: print",
            })
    void whatAClientSaysWrongIsABadHeader(String line) {
        String name = line.substring(0, line.indexOf(':'));

        assertThatExceptionOfType(Preconditions.BadHeaderException.class)
                .isThrownBy(() -> Preconditions.write(
                        HttpRequest.PUT("/").addHeader(header(name, line.substring(name.length() + 2)))));
    }

    private static Condition condition(String name, String value) {
        return Preconditions.of(HttpRequest.PUT("/").addHeader(header(name, value)))
                .condition();
    }

    /** Parsed as the server parses it: into a class of its own where the value is well-formed. */
    private static HttpHeader header(String name, String value) {
        return HttpHeader.parse(name, value);
    }
}
