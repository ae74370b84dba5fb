package dev.flipswitch.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingReaderTest {
    private static final Setting<Integer> SIZE = new Setting<>("shop.max-size", SettingType.wholeNumberFrom(1), null);
    private static final Setting<String> NAMES =
            new Setting<>("shop.names", SettingType.matching("[a-z]+", "names with commas between them"), null);

    private static SettingReader reader(SettingTexts texts) {
        return new SettingReader(
                texts, (name, text, expectation) -> "SHOP-1: " + name + " is " + text + ", not " + expectation);
    }

    private static SettingReader reader(String property, String text) {
        return reader(new SettingTexts(Map.of(property, text), Map.of()));
    }

    private static List<String> names(SettingReader reader) {
        return reader.readList(
                NAMES, (name, text, expectation) -> "SHOP-2: " + name + " has " + text + ", not " + expectation);
    }

    @Test
    void takesThePropertyThenTheVariableThenTheParameter() {
        Map<String, String> properties = Map.of("shop.max-size", "1");
        Map<String, String> variables = Map.of("SHOP_MAX_SIZE", "2");
        Map<String, String> parameters = Map.of("shop.max-size", "3");
        Map<String, String> blank = Map.of("shop.max-size", " ", "SHOP_MAX_SIZE", "");
        assertThat(reader(new SettingTexts(properties, variables, parameters)).read(SIZE))
                .hasValue(1);
        assertThat(reader(new SettingTexts(blank, variables, parameters)).read(SIZE))
                .hasValue(2);
        assertThat(reader(new SettingTexts(blank, blank, parameters)).read(SIZE))
                .hasValue(3);
        assertThat(reader(new SettingTexts(blank, blank, blank)).read(SIZE)).isEmpty();
    }

    @Test
    void saysWhatIsWrongInTheModulesWordsAndOnce() {
        SettingReader reader = reader("shop.max-size", " 0 ");
        assertThat(reader.read(SIZE)).isEmpty();
        assertThat(reader.read(SIZE)).isEmpty();
        assertThat(reader.hasProblems()).isTrue();
        assertThatThrownBy(reader::throwProblems)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SHOP-1: shop.max-size is 0, not a whole number from 1 to 2147483647")
                .hasNoSuppressedExceptions();
    }

    @Test
    void readsThoseEntriesOfAListThatCanBeUsed() {
        SettingReader reader = reader("shop.names", ",one, Two ,, three,FOUR");
        assertThat(names(reader)).containsExactly("one", "three");
        assertThatThrownBy(reader::throwProblems)
                .hasMessage("SHOP-2: shop.names has Two, not names with commas between them\n"
                        + "SHOP-2: shop.names has FOUR, not names with commas between them");
    }

    @Test
    void hasAnEmptyListWhereNobodySetOne() {
        SettingReader reader = reader("shop.names", " ");
        assertThat(names(reader)).isEmpty();
        assertThat(reader.hasProblems()).isFalse();
        assertThatCode(reader::throwProblems).doesNotThrowAnyException();
    }

    @Test
    void handsOnTheCauseOfAProblem() {
        SettingReader reader = reader("shop.names", "a");
        IllegalArgumentException problem = new IllegalArgumentException("no class", new ClassNotFoundException("a"));
        assertThat(reader.read(NAMES, given -> {
                    throw problem;
                }))
                .isEmpty();
        reader.problem("another");
        assertThatThrownBy(reader::throwProblems)
                .hasMessage("no class\nanother")
                .hasSuppressedException(problem);
    }

    @Test
    void findsWhatNothingHasRead() {
        SettingReader reader = reader(new SettingTexts(
                Map.of("shop.max-sise", "1", "shop.names", "a", "other.name", "b"),
                Map.of("SHOP_NAME", "a", "SHOP_MAX_SIZE", "1", "OTHER_NAME", "b"),
                Map.of("shop.max-sise", "2", "shop.NAMES", "a")));
        List<String> found = new ArrayList<>();
        assertThat(reader.read(SIZE)).hasValue(1);
        assertThat(names(reader)).containsExactly("a");
        reader.findUnread("shop.", (name, nearest) -> found.add(name + " " + nearest));
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "shop.max-sise shop.max-size", "shop.NAMES shop.names", "SHOP_NAME SHOP_NAMES");
    }
}
