package dev.flipswitch.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferenceTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "{'a':1,'b':2} | {'a':1,'b':2} | {} | {}",
                "{'a':1,'b':2} | {'a':1,'b':3} | {'b':2} | {'b':3}",
                "{'a':1} | {'a':1.0} | {'a':1} | {'a':1.0}",
                "{'a':1} | {'b':1} | {'a':1} | {'b':1}",
                "{'a':null} | {} | {'a':null} | {}",
                "{'a':{'b':1,'c':2}} | {'a':{'b':3,'c':2}} | {'a.b':1} | {'a.b':3}",
                "{'a':{'b c':1}} | {'a':{'b c':2}} | {'a['b c']':1} | {'a['b c']':2}",
                "{'a':{'b':1,'c':2}} | {'a':{'c':2,'b':1}} | {'a':{'b':1,'c':2}} | {'a':{'c':2,'b':1}}",
                "{'a':[1,2,3]} | {'a':[1,2,9,3]} | {'a[2+]':[]} | {'a[2+]':[9]}",
                "{'a':[1,1]} | {'a':[1]} | {'a[1+]':[1]} | {'a[1+]':[]}",
                "{'a':[1,2,3]} | {'a':[1,5,3]} | {'a[1+]':[2]} | {'a[1+]':[5]}",
                "[{'v':[1,2]},{'v':[3]}] | [{'v':[1]},{'v':[3]}] | {'[0].v[1+]':[2]} | {'[0].v[1+]':[]}",
                "{'a':[1]} | {'a':{'b':1}} | {'a':[1]} | {'a':{'b':1}}",
            })
    void saysWhereAndWhat(String old, String now, String before, String after) {
        Difference difference = new Difference(read(old), read(now));

        assertThat(difference.before()).isEqualTo(json(before));
        assertThat(difference.after()).isEqualTo(json(after));
    }

    private static Object read(String text) {
        return Objects.requireNonNull(JsonReader.read(json(text)));
    }

    /** Quotes within a name stand for what JSON makes of them. */
    private static String json(String text) {
        return text.replace("['", "[\\\"").replace("']'", "\\\"]'").replace('\'', '"');
    }
}
