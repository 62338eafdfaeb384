package dev.substrate.dht.internal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TroubleLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final TickingClock clock = new TickingClock();
    private final Logger logger = new LoggerContext().getLogger("test");
    private final TroubleLog log = new TroubleLog(logger, clock);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
    }

    @Test
    void aDamagedRecordIsLoggedOnceHoweverOftenItIsRead() {
        for (int i = 0; i < 1000; i++) {
            log.damaged("pkg:a", "its headers are not JSON");
            clock.now = clock.now.plusSeconds(1);
        }

        assertThat(messages()).singleElement().asString().contains("'pkg:a'", "its headers are not JSON");
        assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.ERROR);
    }

    @Test
    void whatWasRepairedAndIsDamagedAgainIsLoggedAgain() {
        log.damaged("pkg:a", "reason");
        log.sound("pkg:a");
        log.sound("pkg:a");
        log.sound("pkg:b");
        log.damaged("pkg:a", "reason");

        assertThat(messages()).hasSize(3).element(1).asString().contains("'pkg:a' is not damaged any more");
    }

    @Test
    void damageOfAnotherKindIsLogged() {
        log.damaged("pkg:a", "reason");
        log.damaged("pkg:a", "another reason");

        assertThat(messages()).hasSize(2);
    }

    @Test
    void manyAtOnceAreNotMoreLinesThanTheBoundAndTheRestComesLater() {
        damageAll(100);
        assertThat(messages()).hasSize(TroubleLog.LINES_PER_MINUTE_MAX);
        assertThat(messages().get(TroubleLog.LINES_PER_MINUTE_MAX - 1)).contains("Further trouble");

        clock.now = clock.now.plus(Duration.ofMinutes(1));
        damageAll(TroubleLog.LINES_PER_MINUTE_MAX);

        assertThat(messages()).last().asString().contains("'pkg:9'");
    }

    @Test
    void otherFailuresShareTheBound() {
        for (int i = 0; i < 100; i++) {
            log.failed("pkg:" + i, new IllegalStateException());
        }

        assertThat(messages()).hasSize(TroubleLog.LINES_PER_MINUTE_MAX);
    }

    private void damageAll(int records) {
        for (int i = 0; i < records; i++) {
            log.damaged("pkg:" + i, "reason");
        }
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static final class TickingClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
