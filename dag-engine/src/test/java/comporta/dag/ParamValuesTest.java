package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run may be given for a parameter. */
class ParamValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            STRING  | {}                                            | 007          | "007"
            INTEGER | {"minimum": 0, "maximum": 10}                 | 10           | 10
            NUMBER  | {}                                            | 1.50         | 1.50
            BOOLEAN | {}                                            | true         | true
            DATE    | {}                                            | 2026-11-01   | "2026-11-01"
            ENUM    | {"values": ["a", "b"]}                        | b            | "b"
            LIST    | {"items": {"type": "integer"}}                | [1, 2]       | [1,2]
            OBJECT  | {"properties": {"n": {"type": "integer"}}}    | {"n": 1}     | {"n":1}
            """)
    void fit(ValueType type, String checks, String given, String value) {
        assertThat(PlainData.toJson(ParamValues.read(param(type, checks), given))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            STRING  | {"max_length": 3}                 | abcd        | param "p" is "abcd", and must have at most 3 characters. Give fewer
            STRING  | {"min_length": 3}                 | ab          | param "p" is "ab", and must have at least 3 characters. Give more
            STRING  | {"pattern": "[a-z]+"}             | A           | param "p" is "A", and must match [a-z]+. Give such a text
            INTEGER | {"minimum": 0, "maximum": 10}     | 12          | param "p" is 12, and must be at most 10. Give 0 to 10
            INTEGER | {"minimum": 1}                    | 0           | param "p" is 0, and must be at least 1. Give at least 1
            INTEGER | {}                                | 1.5         | param "p" is 1.5, and must be an integer. Give an integer
            INTEGER | {}                                | ten         | param "p" is "ten", and must be an integer. Give an integer
            BOOLEAN | {}                                | yes         | param "p" is "yes", and must be true or false. Give true or false
            DATE    | {}                                | 2026-02-30  | param "p" is "2026-02-30", and must be a date. Give a date
            ENUM    | {"values": ["full", "delta"]}     | detla       | param "p" is "detla", and must be one of its values. Did you mean "delta"?
            ENUM    | {"values": ["full", "delta"]}     | x           | param "p" is "x", and must be one of its values. Give one of full, delta
            LIST    | {}                                | a           | param "p" is "a", and must be a list. Give a list
            LIST    | {"min_items": 1}                  | []          | param "p" is [], and must have at least 1 items. Give more
            LIST    | {"unique_items": true}            | [1, 1]      | param "p" is [1,1], and must hold each item once. Remove the second one
            LIST    | {"items": {"type": "integer"}}    | [1, "x"]    | item 2 of param "p" is "x", and must be an integer. Give an integer
            OBJECT  | {"required": ["a"]}               | {}          | param "p" is {}, and must have "a". Add it
            OBJECT  | {"additional": false}             | {"a": 1}    | param "p" is {"a":1}, and knows no "a". Remove it
            OBJECT  | {"properties": {"a": {"type": "string"}}} | {"a": 1} | "a" of param "p" is 1, and must be text. Give text
            """)
    void doNotFit(ValueType type, String checks, String given, String message) {
        assertThatThrownBy(() -> ParamValues.read(param(type, checks), given)).isInstanceOf(Misspelt.class).hasMessage(message);
    }

    @Test
    void aSecretIsNotShown() {
        var secret = new Param("p", ValueType.INTEGER, null, "", Map.of(), true);
        assertThatThrownBy(() -> ParamValues.read(secret, "hunter2")).hasMessage("param \"p\" is ***, and must be an integer. Give an integer");
    }

    private static Param param(ValueType type, String checks) {
        return new Param("p", type, null, "", PlainData.mapFromJson(checks), false);
    }
}
