package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void setHome() {
        environment.put("COMPORTA_HOME", home.toString());
    }

    @Test
    void withoutAFileEverythingHasADefault() {
        var configuration = Configuration.load(null, environment);

        assertThat(configuration.home()).isEqualTo(home);
        assertThat(configuration.timezone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(configuration.parallel()).isEqualTo(16);
        assertThat(configuration.unreachableTimeout()).isEqualTo(Duration.ofHours(6));
        assertThat(configuration.relaunchUnreachable()).isFalse();
        assertThat(configuration.platformRetries().max()).isEqualTo(10);
        assertThat(configuration.platformRetries().maxDelay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.logLimit()).isEqualTo(1L << 30);
        assertThat(configuration.defaultBackend()).isEqualTo("local");
        assertThat(configuration.backends()).isEqualTo(Map.of("local", "local"));
    }

    @Test
    void typesOfMachinesThatDoNotGoTogetherAreToldWithThoseThatWould() throws IOException {
        write("""
                nodes:
                  slave_types:
                    itaipu: {image: ami-1, instance_types: [m5.2xlarge, m5n.2xlarge, r5.2xlarge]}
                """);
        assertThatThrownBy(() -> Configuration.load(null, environment))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("comporta.yaml:3:70: slave type \"itaipu\": r5.2xlarge does not go with m5.2xlarge: another series. "
                        + "m5a.2xlarge, m5ad.2xlarge, m5d.2xlarge, m5dn.2xlarge, m5n.2xlarge, m5zn.2xlarge would fit. [bad-mix]");
    }

    @Test
    void theWholeExampleIsRight() throws IOException {
        write("""
                timezone: America/Sao_Paulo
                dags: dags
                database: {url: "jdbc:postgresql://127.0.0.1:5432/comporta", user: comporta, password_file: /run/secrets/db}
                http:
                  bind: 127.0.0.1
                  port: 8080
                  hosts: [comporta.example.org]
                  public_url: https://comporta.example.org
                  tls: {certificate: server.pem, key_file: server.key}
                scheduler:
                  leader_lease: 10s
                  unreachable_timeout: 2h
                  relaunch_unreachable: true
                  platform_retries: {max: 3, min_delay: 2s, max_delay: 1m}
                  log_limit: 512m
                backends:
                  local: {kind: local, parallel: 4}
                  mesos: {kind: mesos, master: "zk://zk1:2181/mesos", user: jobs, role: "*", framework: comporta, failover_timeout: 7d}
                  aurora: {kind: aurora, url: "http://aurora:8081", role: jobs, environment: prod, mesos: "http://master:5050"}
                  chronos: {kind: chronos, credentials: credentialsChronos.json, prefix: auto}
                  marathon: {kind: marathon, credentials: credentialsMarathon.json}
                stacks: {cantareira-stable: {backend: aurora, environment: prod, templates: jobs/}}
                defaults: {backend: mesos}
                nodes:
                  provider: simulated
                  endpoint: null
                  janitor: 5m
                  slave_types:
                    mesos-fixed: {scaled: false}
                    itaipu: {image: ami-0abc, subnets: [subnet-1], disk: 100g, instance_types: [m5.2xlarge]}
                  spotinst: {endpoint: "https://api.example.org", account: act-1, token_file: spotinst.token}
                spark: {history_server: "http://history:18080"}
                monasca: {credentials: credentialsMonasca.json}
                elasticity: {law: model, target_p_late: 0.05, supervisor: {bind: 127.0.0.1, port: 30000}}
                notifications: {mail: {smtp: "smtp://127.0.0.1:25", from: comporta@example.org}}
                metrics: {prometheus: true}
                logging: {format: text}
                """);

        var configuration = Configuration.load(null, environment);

        assertThat(configuration.timezone()).isEqualTo(ZoneId.of("America/Sao_Paulo"));
        assertThat(configuration.parallel()).isEqualTo(4);
        assertThat(configuration.unreachableTimeout()).isEqualTo(Duration.ofHours(2));
        assertThat(configuration.relaunchUnreachable()).isTrue();
        assertThat(configuration.platformRetries().max()).isEqualTo(3);
        assertThat(configuration.logLimit()).isEqualTo(512L << 20);
        assertThat(configuration.defaultBackend()).isEqualTo("mesos");
        assertThat(configuration.backends()).containsEntry("aurora", "aurora").hasSize(5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            htpp: {port: 80}                              | 1:1: the configuration has no key "htpp". Did you mean "http"? [unknown-key]
            port: 80                                      | 1:1: "port" is a key of http, not of the configuration. Move it into http. [unknown-key]
            http: {prot: 80}                              | 1:8: http has no key "prot". Did you mean "port"? [unknown-key]
            http: {port: 80000}                           | 1:14: "port" is 80000, and must be between 1 and 65535. Write a number from 1 to 65535. [out-of-range]
            http: {port: eighty}                          | 1:14: "port" wants an integer, and this is "eighty". Write e.g. port: 2. [wrong-type]
            scheduler: {leader_lease: 10}                 | 1:27: "10" is not a duration: the unit is missing. Write 10s, 10m or 10h. [bad-duration]
            timezone: Sao_Paulo                           | 1:11: there is no time zone "Sao_Paulo". Did you mean America/Sao_Paulo? [bad-zone]
            backends: {a: {kind: cronos}}                 | 1:22: "kind" cannot be "cronos". Did you mean "chronos"? [bad-value]
            backends: {a: {kind: local, url: x}}          | 1:29: backend "a" of kind local has no key "url". Keys are kind, parallel. [unknown-key]
            backends: {a: {kind: mesos}}                  | 1:12: backend "a" of kind mesos has no "master". Add it. [missing-key]
            backends: {a: {parallel: 3}}                  | 1:12: backends.a has no "kind". Add e.g. kind: local. [missing-key]
            defaults: {backend: locl}                     | 1:12: there is no backend "locl". Did you mean "local"? [unknown-backend]
            [a, b]                                        | 1:1: the configuration wants a map, and this is a list. Begin with timezone:. [wrong-type]
            http: {port: 80                               | [yaml-syntax]
            """)
    void problemsNameThePlaceAndTheFix(String yaml, String problem) throws IOException {
        write(yaml + "\n");

        assertThatThrownBy(() -> Configuration.load(null, environment))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("the configuration cannot be used.\n" + home.resolve("comporta.yaml") + ":")
                .hasMessageEndingWith(problem);
    }

    @Test
    void tellsAllProblemsAtOnce() throws IOException {
        write("http: {port: 0}\nschedulr: {}\nlogging: {format: xml}\n");

        assertThatThrownBy(() -> Configuration.load(null, environment))
                .hasMessageContainingAll("comporta.yaml:1:14:", "comporta.yaml:2:1:", "comporta.yaml:3:19:");
    }

    @ParameterizedTest(name = "{0}={1}: {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            COMPORTA_TIMEZONE                           | Europe/Lisbon | timezone                            | Europe/Lisbon
            COMPORTA_HTTP_PORT                          | 9090          | http.port                           | 9090
            COMPORTA_HTTP_HOSTS                         | [a, b]        | http.hosts                          | [a, b]
            COMPORTA_SCHEDULER_PLATFORM_RETRIES_MAX     | 4             | scheduler.platform_retries.max      | 4
            COMPORTA_BACKENDS_AURORA_STABLE_URL         | http://other  | backends.aurora-stable.url          | http://other
            COMPORTA_DATABASE_URL                       | jdbc:h2:x     | database.url                        | jdbc:h2:x
            """)
    void theEnvironmentGoesOverTheFile(String variable, String text, String path, String value) throws IOException {
        write("http: {port: 8081}\nbackends: {aurora-stable: {kind: aurora, url: \"http://aurora\"}}\n");
        environment.put(variable, text);

        assertThat(Configuration.load(null, environment).find(path)).hasToString(value);
    }

    @Test
    void theLocalBackendIsConfiguredByTheEnvironmentAlone() {
        environment.put("COMPORTA_BACKENDS_LOCAL_PARALLEL", "3");

        assertThat(Configuration.load(null, environment).parallel()).isEqualTo(3);
    }

    @Test
    void aMistakeInTheEnvironmentNamesTheVariable() {
        environment.put("COMPORTA_HTTP_PORT", "many");

        assertThatThrownBy(() -> Configuration.load(null, environment))
                .hasMessageContaining("$COMPORTA_HTTP_PORT:1:1: \"http.port\" wants an integer, and this is \"many\"");
    }

    @Test
    void aNamedFileMustBeThere() {
        assertThatThrownBy(() -> Configuration.load(home.resolve("other.yaml"), environment))
                .hasMessage("there is no file " + home.resolve("other.yaml") + ".");
    }

    private void write(String yaml) throws IOException {
        Files.writeString(home.resolve("comporta.yaml"), yaml);
    }
}
