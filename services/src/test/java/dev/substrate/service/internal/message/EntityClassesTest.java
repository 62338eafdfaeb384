package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.record.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntityClassesTest {

    private record Order() {}

    private record Bill() {}

    @Test
    void aClassIsKnownByItsSimpleName() {
        assertThat(EntityClasses.choose(Set.of(Order.class, Bill.class), "Bill"))
                .contains(Bill.class);
        assertThat(EntityClasses.choose(Set.of(Order.class, Json.class), "Order"))
                .contains(Order.class);
    }

    @Test
    void whatNoOtherClassTakesIsTakenAsJson() {
        assertThat(EntityClasses.choose(Set.of(Order.class, Json.class), "Bill"))
                .contains(Json.class);
        assertThat(EntityClasses.choose(Set.of(Order.class, Json.class), "")).contains(Json.class);
    }

    @Test
    void whatNamesNoClassGoesToTheOnlyOne() {
        assertThat(EntityClasses.choose(Set.of(Order.class), "")).contains(Order.class);
        assertThat(EntityClasses.choose(Set.of(Json.class), "")).contains(Json.class);
    }

    @Test
    void theRestIsRefusedWithWhatIsTaken() {
        assertThat(EntityClasses.choose(Set.of(Order.class, Bill.class), "")).isEmpty();
        assertThat(EntityClasses.choose(Set.of(Order.class), "Bill")).isEmpty();
        assertThat(EntityClasses.choose(Set.of(), "")).isEmpty();
        assertThat(EntityClasses.refusal("shop", Set.of(Order.class, Bill.class), "Car"))
                .isEqualTo("service 'shop' takes only Bill, Order; not Car");
        assertThat(EntityClasses.refusal("shop", Set.of(), "Car")).isEqualTo("service 'shop' takes no messages");
    }
}
