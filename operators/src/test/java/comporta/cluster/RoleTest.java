package comporta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
    private static final String READ = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": "*"}]}""";

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"Statement": [{"Action": "a:B"}]}            | {"Statement": {"Action": ["a:B"]}}            | true
            {"Statement": [{"Action": ["a:C", "a:B"]}]}   | {"Statement": [{"Action": ["a:B", "a:C"]}]}   | true
            {"Statement": [{"Action": "a:B"}]}            | {"Statement": [{"Action": "a:C"}]}            | false
            {"Statement": [{"Action": "a:B"}]}            | {"Statement": [{"NotAction": "a:B"}]}         | false
            {"Statement": [{"Effect": "Allow"}]}          | {"Statement": [{"Effect": "Deny"}]}           | false
            """)
    void documentsThatGrantTheSameAreEqual(String one, String other, boolean alike) {
        assertThat(Policy.parse(one).equals(Policy.parse(other))).isEqualTo(alike);
    }

    private static Role role(String json) {
        return Role.parse("mesos-fixed", json, "iam/mesos-fixed.json");
    }

    private static List<String> words(List<RoleChange> changes) {
        return changes.stream().flatMap(change -> change.text().stream()).toList();
    }

    @Test
    void aRoleThatIsNotThereIsMadeWhole() {
        assertThat(words(RoleChange.between(null, role("{\"policies\": {\"read\": " + READ + "}, \"managed\": [\"arn:aws:iam::aws:policy/X\"]}")))).containsExactly(
                "make role mesos-fixed",
                "add policy read of role mesos-fixed",
                "  + {\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Effect\":[\"Allow\"],\"Resource\":[\"*\"]}",
                "attach arn:aws:iam::aws:policy/X to role mesos-fixed",
                "make instance profile mesos-fixed");
    }

    /** Never wider than the file, and at no moment wider than before or after. */
    @Test
    void whatTheFileDoesNotHaveIsTakenAwayFirst() {
        var present = new Role(
                "mesos-fixed", role("{}").trust(), Map.of("read", Policy.parse(READ), "admin", Policy.parse(READ.replace("s3:GetObject", "*"))),
                Set.of("arn:aws:iam::aws:policy/AdministratorAccess"), true);
        assertThat(words(RoleChange.between(present, role("{\"policies\": {\"read\": " + READ.replace("\"*\"", "\"arn:aws:s3:::data/*\"") + "}}")))).containsExactly(
                "drop policy admin of role mesos-fixed",
                "  - {\"Action\":[\"*\",\"s3:ListBucket\"],\"Effect\":[\"Allow\"],\"Resource\":[\"*\"]}",
                "detach arn:aws:iam::aws:policy/AdministratorAccess from role mesos-fixed",
                "change policy read of role mesos-fixed",
                "  - {\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Effect\":[\"Allow\"],\"Resource\":[\"*\"]}",
                "  + {\"Action\":[\"s3:GetObject\",\"s3:ListBucket\"],\"Effect\":[\"Allow\"],\"Resource\":[\"arn:aws:s3:::data/*\"]}");
    }

    @Test
    void aRoleAsItsFileSaysIsLeftAlone() {
        var file = role("{\"policies\": {\"read\": " + READ + "}}");
        assertThat(RoleChange.between(file, file)).isEmpty();
    }

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> role("{\"polices\": {}}")).hasMessageContaining("no key \"polices\"");
        assertThatThrownBy(() -> role("{")).hasMessage(
                "iam/mesos-fixed.json is no JSON object: this is not JSON: line 1, column 2: Unexpected end-of-input: expected close marker for Object");
        assertThatThrownBy(() -> role("[]")).hasMessageContaining("iam/mesos-fixed.json is no JSON object");
        assertThatThrownBy(() -> role("{\"policies\": {\"read\": {}}}")).hasMessageContaining("policy \"read\" is no policy document");
        assertThatThrownBy(() -> role("{\"role\": \"a b\"}")).hasMessageContaining("\"role\" is \"a b\"");
    }
}
