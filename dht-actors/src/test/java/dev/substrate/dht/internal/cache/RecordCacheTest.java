package dev.substrate.dht.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.dht.internal.cache.RecordCache.Answer;
import dev.substrate.dht.internal.cache.RecordCache.Bypass;
import dev.substrate.dht.internal.cache.RecordCache.Hit;
import dev.substrate.dht.internal.cache.RecordCache.Miss;
import dev.substrate.dht.internal.entity.RecordVersion;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordCacheTest {

    private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");
    private static final Instant EARLIER = Instant.parse("2025-12-31T00:00:00Z");

    private final OneRecord record = new OneRecord();

    @Test
    void nothingIsKeptBeforeTheShardIsFollowed() {
        assertThat(find()).isEqualTo(Bypass.BYPASS);
        look();
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void whatTheOwnerAnsweredIsTheNextAnswer() {
        RecordVersion written = record.write("\"a\"", LATER);
        readThrough();
        assertThat(find()).isEqualTo(new Hit(written));
    }

    @Test
    void thatThereIsNoRecordIsAnAnswerToo() {
        readThrough();
        assertThat(held().version()).isZero();
        record.write("\"a\"", null);
        record.write(null, null);
        look();
        readThrough();
        assertThat(held().version()).isEqualTo(2);
        assertThat(held().entity()).isNull();
    }

    @Test
    void aRecordWhoseTimeHasComeIsLeftToItsOwner() {
        record.write("\"a\"", EARLIER);
        readThrough();
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void ofTwoWhoMissTheFirstFillsTheSlot() {
        record.write("\"a\"", null);
        record.read();
        look();
        Miss first = (Miss) find();
        Miss second = (Miss) find();
        assertThat(first.question()).isPositive();
        assertThat(second.question()).isZero();
        record.cache().answered(second, record.newest());
        assertThat(find()).isInstanceOf(Miss.class);
        record.cache().answered(first, record.newest());
        assertThat(find()).isInstanceOf(Hit.class);
    }

    @Test
    void anAnswerThatWasOvertakenIsNotKept() {
        RecordVersion old = record.write("\"a\"", null);
        find();
        look();
        Miss miss = (Miss) find();
        record.write("\"b\"", null);
        look();
        record.cache().answered(miss, old);
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void aWriteOfThisNodeIsTheNextAnswerWithAllItsHeaders() {
        record.write("\"a\"", null);
        readThrough();
        assertThat(record.cache().holds(OneRecord.ID.toString())).isTrue();
        record.writeHere("\"b\"");
        record.acknowledge(true);
        assertThat(find()).isEqualTo(new Hit(record.newest()));
        record.writeHere(null);
        record.acknowledge(true);
        assertThat(find()).isEqualTo(new Hit(record.newest()));
        record.writeHere("\"c\"");
        record.acknowledge(true);
        assertThat(find()).isEqualTo(new Hit(record.newest()));
        assertThat(record.hits()).isEqualTo(3);
    }

    @Test
    void aWriteOfThisNodeThatDoesNotFollowOnWhatIsKeptOnlyEndsIt() {
        record.write("\"a\"", null);
        readThrough();
        record.write("\"other\"", null);
        record.writeHere("\"b\"");
        record.acknowledge(true);
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void aVersionThatThisNodeHasSeenElsewhereEndsAnOlderOne() {
        record.write("\"a\"", null);
        readThrough();
        record.cache().reached(OneRecord.ID.toString(), 1);
        assertThat(find()).isInstanceOf(Hit.class);
        record.cache().reached(OneRecord.ID.toString(), 2);
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void withoutAPositionThatIsNewEnoughTheCacheDoesNotAnswer() {
        record.write("\"a\"", null);
        readThrough();
        record.pass(OneRecord.STALENESS_MAX.toNanos());
        assertThat(find()).isInstanceOf(Hit.class);
        record.pass(1);
        assertThat(find()).isEqualTo(Bypass.BYPASS);
        look();
        assertThat(find()).isInstanceOf(Hit.class);
    }

    @Test
    void aPageThatWasLongOnItsWayDoesNotMakeWhatItShowsNew() {
        record.write("\"a\"", null);
        readThrough();
        record.readChanges();
        record.pass(OneRecord.STALENESS_MAX.toNanos() + 1);
        record.showChanges();
        assertThat(find()).isEqualTo(Bypass.BYPASS);
    }

    @Test
    void afterAGapInWhichATombstoneMayHaveComeAndGoneNothingOfBeforeIsUsed() {
        record.write("\"a\"", null);
        readThrough();
        record.pass(2 * OneRecord.STALENESS_MAX.toNanos() + 1);
        // Deleted and purged meanwhile: the feed shows nothing of it.
        look();
        assertThat(find()).isEqualTo(Bypass.BYPASS);
        look();
        assertThat(find()).isInstanceOf(Miss.class);
    }

    @Test
    void typesWhoseTombstonesAreSoonPurgedAreNotKept() {
        OneRecord soon = new OneRecord("substrate.record.types.user.tombstone-grace = 79ns");
        soon.cache().find(OneRecord.ID);
        soon.readChanges();
        soon.showChanges();
        assertThat(soon.cache().find(OneRecord.ID)).isEqualTo(Bypass.BYPASS);
        OneRecord lateEnough = new OneRecord("substrate.record.types.user.tombstone-grace = 80ns");
        lateEnough.cache().find(OneRecord.ID);
        lateEnough.readChanges();
        lateEnough.showChanges();
        assertThat(lateEnough.cache().find(OneRecord.ID)).isInstanceOf(Miss.class);
    }

    @Test
    void aCacheWithoutEntriesFollowsNothing() {
        OneRecord off = new OneRecord("substrate.record.cache.entries-max = 0");
        assertThat(off.cache().find(OneRecord.ID)).isEqualTo(Bypass.BYPASS);
        off.readChanges();
        off.showChanges();
        assertThat(off.cache().find(OneRecord.ID)).isEqualTo(Bypass.BYPASS);
    }

    @Test
    void aShardOfWhichNothingIsAskedIsLetGo() {
        OneRecord idle = new OneRecord("substrate.record.cache { age-max = 1m, staleness-max = 2s }");
        idle.cache().find(OneRecord.ID);
        for (int second = 0; second < 63; second++) {
            idle.pass(1_000_000_000L);
            idle.readChanges();
            idle.showChanges();
            assertThat(idle.isFollowed()).as("after %s s", second + 1).isEqualTo(second < 60);
        }
    }

    private Answer find() {
        return record.cache().find(OneRecord.ID);
    }

    private RecordVersion held() {
        return ((Hit) find()).record();
    }

    private void look() {
        record.readChanges();
        record.showChanges();
    }

    /** With a look in between, since what is asked first only makes the shard followed. */
    private void readThrough() {
        record.read();
        look();
        record.read();
        for (int question = 0; question < 2; question++) {
            record.answer();
        }
        for (int question = 0; question < 2; question++) {
            record.arrive();
        }
    }
}
