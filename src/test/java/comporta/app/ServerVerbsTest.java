package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verbs that speak to a server: what they ask, and what they print of the answer. */
class ServerVerbsTest {
    private static final String DONE = "{\"done\": {\"code\": \"done\", \"text\": \"it is done\"}, \"event_id\": \"1-2\"}";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeServer server;

    @BeforeEach
    void begin() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void end() {
        server.close();
    }

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # words                                               | asks                              | says
            dags pause nightly --reason late                      | POST /dags/nightly/pause          | '{"reason":"late"}'
            dags resume nightly --dry-run                         | POST /dags/nightly/resume?dry_run=true | '{"reason":""}'
            dags rollback nightly --to 41 --reason wrong          | POST /dags/nightly/rollback       | '{"to":41,"reason":"wrong"}'
            dags rollback nightly --undo                          | POST /dags/nightly/rollback       | '{"undo":true,"reason":""}'
            runs rerun nightly/r1                                 | POST /dags/nightly/runs/r1/rerun  | '{"tasks":[],"params":{},"failed_only":false,"reason":""}'
            runs rerun nightly/r1 --task a,score[3] --failed --dry-run | POST /dags/nightly/runs/r1/rerun?dry_run=true | '{"tasks":["a","score[3]"],"params":{},"failed_only":true,"reason":""}'
            """)
    void aDeedIsAskedForAndTold(String words, String asked, @Nullable String says) {
        server.on(asked, 200, DONE);

        assertThat(run(words.split(" ", -1))).as(err.toString(UTF_8)).isZero();
        assertThat(server.asked()).singleElement().satisfies(request -> {
            assertThat(request.what()).isEqualTo(asked);
            assertThat(request.body()).isEqualTo(says == null ? "" : says);
            assertThat(request.key()).isNotEqualTo("null");
        });
        assertThat(out.toString(UTF_8)).isEqualTo("it is done\n");
    }

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            # words                                           | known                         | asks                       | with                                                             | tells
            pools set warehouse --slots 8 --pause             |                               | PUT /pools/warehouse       | '{"slots":8,"paused":true,"reason":""}'                          | pool warehouse is set
            pools delete warehouse --reason old               |                               | DELETE /pools/warehouse?reason=old |                                                          | pool warehouse is removed
            variables set version 1.10                        |                               | PUT /variables/version     | '{"value":"1.10","secret":false,"reason":""}'                    | variable version is set
            variables set n [1,2] --json                      |                               | PUT /variables/n           | '{"value":[1,2],"secret":false,"reason":""}'                     | variable n is set
            connections set dw user=etl url=a=b               |                               | PUT /connections/dw        | '{"fields":{"user":"etl","url":"a=b"},"reason":""}'              | connection dw is set
            connections set dw user=etl --drop port --drop password | '{"fields":{"host":"h","port":"1","password":"***"}}' | PUT /connections/dw | '{"fields":{"host":"h","user":"etl","password":""},"reason":""}' | connection dw is set
            users set ana --dag nightly=author --dag x=none   | '{"role":"viewer","dags":{"x":"admin","y":"viewer"}}' | PUT /users/ana | '{"role":"viewer","dags":{"y":"viewer","nightly":"author"}}' | user ana is set
            users set ana --disable                           |                               | PUT /users/ana             | '{"disabled":true}'                                              | user ana is set
            users create bot --dag a=operator --no-password   |                               | PUT /users/bot             | '{"dags":{"a":"operator"}}'                                      | user bot is set
            tokens delete 7                                   |                               | DELETE /tokens/7           |                                                                  | token 7 is removed
            """)
    void aThingIsSetOrRemoved(String words, @Nullable String known, String asked, @Nullable String with, String tells) {
        var path = asked.replaceFirst("^[A-Z]+ ", "").replaceFirst("\\?.*", "");
        server.on("GET " + path, known == null ? 404 : 200, known == null ? "{}" : known);
        server.on(asked, asked.startsWith("DELETE") ? 204 : 200, asked.startsWith("DELETE") ? "" : "{}");

        assertThat(run(words.split(" ", -1))).as(err.toString(UTF_8)).isZero();
        assertThat(server.asked().getLast().what()).isEqualTo(asked);
        assertThat(server.asked().getLast().body()).isEqualTo(with == null ? "" : with);
        assertThat(out.toString(UTF_8)).isEqualTo(tells + "\n");
    }

    @Test
    void aRunRunsAgainByWhatWasTypedAsItsParamsAreOfTypes() {
        server.on("GET /dags/nightly/runs/r1/params", 200, """
                {"items": [{"name": "filter", "type": "string"}, {"name": "days", "type": "integer"}, {"name": "only", "type": "list"}], "next": null}
                """).on("POST /dags/nightly/runs/r1/rerun", 200, DONE);

        assertThat(run("runs", "rerun", "nightly/r1", "-p", "filter=1,5", "-p", "days=3", "--param", "only=[\"a\",\"b\"]", "-p", "other=x", "--reason", "late"))
                .as(err.toString(UTF_8)).isZero();
        assertThat(server.asked().getLast().what()).isEqualTo("POST /dags/nightly/runs/r1/rerun");
        assertThat(server.asked().getLast().body()).isEqualTo(
                "{\"tasks\":[],\"params\":{\"filter\":\"1,5\",\"days\":3,\"only\":[\"a\",\"b\"],\"other\":\"x\"},\"failed_only\":false,\"reason\":\"late\"}");
    }

    @Test
    void aUserThatThereIsIsNotMadeAgain() {
        server.on("GET /users/ana", 200, "{}");

        assertThat(run("users", "create", "ana", "--role", "admin", "--no-password")).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(err.toString(UTF_8)).contains("there is a user \"ana\"");
    }

    @ParameterizedTest(name = "comporta {0}")
    @CsvSource(delimiter = '|', textBlock = """
            dags pause                              | which DAG? Write e.g. comporta dags pause nightly.
            dags rollback nightly                   | to which version? Say it with --to, or --undo.
            runs rerun                              | which run? Write e.g. comporta runs rerun nightly/latest
            runs rerun nightly/r1 -p days           | -p is "days", and must be NAME=VALUE.
            dags rollback nightly --undo --to 1     | --undo and --to exclude each other.
            dags versions nightly --to 3            | --to wants --from: which version is to be compared with it?
            dags push /no/where                     | /no/where is no folder.
            pools set warehouse                     | what is to be set? Say --slots, --pause, --resume or --description.
            pools set warehouse --slots=-1          | --slots is -1, and must be a number from 0.
            variables set key word --secret         | a secret on the command line is none: leave it out, and it is asked for, or read from stdin.
            connections set dw user=etl password=x  | password would stay in the shell's history and be seen among the processes. Write --ask password
            calendars set bank /no/bank.yaml        | cannot read /no/bank.yaml: there is no such file.
            variables set n [1 --json               | the value is not JSON
            users create ana --role chief           | --role cannot be "chief". Use viewer, operator, author, admin
            users create ana                        | which role? Say it with --role: viewer, operator, author, admin; or with --dag DAG=ROLE.
            tokens create ci --expires 90           | --expires: "90" is not a duration
            """)
    void wordsThatDoNotFitAreRefusedBeforeAnybodyIsAsked(String words, String told) {
        assertThat(run(words.split(" ", -1))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains(told);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void secretsComeByAnotherWay() {
        server.on("PUT /variables/key", 200, "{}").on("PUT /connections/dw", 200, "{}").on("PUT /users/ana", 200, "{}");
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false);
        var remote = new Remote(server.address(), null);
        var asked = new ArrayList<String>();
        SecretInput input = what -> {
            asked.add(what);
            return "s3cret";
        };
        for (var each : Map.of(
                new VariablesSetVerb(input), "key --secret", new ConnectionsSetVerb(input), "dw --ask password",
                new UsersCreateVerb(input), "ana --role admin").entrySet()) {
            new CommandLine("", each.getKey()).read(List.of(each.getValue().split(" ", -1)));
            assertThat(each.getKey().run(terminal, remote)).isZero();
        }

        assertThat(asked).containsExactlyInAnyOrder("value of key", "password of dw", "password of ana");
        assertThat(server.asked()).filteredOn(request -> request.what().startsWith("PUT")).hasSize(3).allMatch(request -> request.body().contains("s3cret"));
        assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain("s3cret");
    }

    @Test
    void aFirstTokenIsMadeByWhoHasAPassword() {
        server.on("POST /session", 200, "{\"user\": \"ana\", \"csrf\": \"c5rf\"}").on("DELETE /session", 204, "")
                .on("POST /tokens", 200, "{\"token\": {\"id\": 7, \"user\": \"ana\"}, \"secret\": \"t0ken\"}");
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false);
        var verb = new TokensCreateVerb(_ -> "s3cret");
        new CommandLine("", verb).read(List.of("laptop", "--sign-in", "ana"));
        assertThat(verb.run(terminal, new Remote(server.address(), null))).isZero();
        assertThat(server.asked()).extracting(FakeServer.Asked::what).containsExactly("POST /session", "POST /tokens", "DELETE /session");
        assertThat(server.asked().getFirst().body()).contains("\"user\":\"ana\"", "\"password\":\"s3cret\"");
        assertThat(out.toString(UTF_8)).isEqualTo("t0ken\n");
    }

    @Test
    void dagsAreATable() {
        server.on("GET /dags?tag=a", 200, """
                {"items": [{"dag_id": "nightly", "description": "", "owner": "ana", "tags": ["a", "b"], "paused": true, "file": "broken", "version": 41,
                "schedule": {"code": "cron", "text": "0 1 * * *"}, "next_tick": {"at": "2026-11-21T04:00:00.000000Z", "notes": []},
                "last_runs": [{"state": "success"}, {"state": "failed"}], "problems": 1}], "total": 1}
                """);

        assertThat(run("dags", "list", "--tag", "a")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                  DAG      FILE    VERSION  SCHEDULE   NEXT                  LAST RUNS  OWNER  TAGS
                  nightly  broken  41       0 1 * * *  2026-11-21T04:00:00Z  sf         ana    a, b  paused
                """);
    }

    @Test
    void filesThatNeverWereADagAreToldBesideThem() {
        server.on("GET /dags", 200, "{\"items\": [], \"total\": 0}").on("GET /problems", 200, """
                {"items": [{"kind": "dag_file", "text": "the file is empty", "where": {"file": "empty.yaml", "line": 1, "column": 1},
                "fix": "Begin with dag: NAME and tasks:. [missing-key]", "over_at": null},
                {"kind": "dag_file", "text": "mended", "where": {"file": "a.yaml", "line": 1, "column": 1}, "fix": "", "over_at": "2026-11-21T04:00:00.000000Z"}],
                "next": null}
                """);
        assertThat(run("dags", "list")).isZero();
        assertThat(err.toString(UTF_8)).isEqualTo("empty.yaml:1:1: the file is empty. Begin with dag: NAME and tasks:. [missing-key]\n");
    }

    @Test
    void versionsAreComparedTaskByTask() {
        server.on("GET /dags/nightly/difference?from=40", 200, """
                {"from": 40, "to": 41, "added": ["c"], "removed": ["b"], "changed": {"a": ["run", "retries"]}, "keys": ["schedule"]}
                """);

        assertThat(run("dags", "versions", "nightly", "--from", "40")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                ~ schedule
                - b
                + c
                ~ a: run, retries
                """);
        assertThat(err.toString(UTF_8)).isEqualTo("versions 40 and 41: 1 task more, 1 less, 1 changed\n");
    }

    @Test
    void aFolderIsPushedWithoutItsJavaFiles() throws IOException {
        write("team/nightly.yaml", "dag: nightly");
        write("_calendars/bank.yaml", "weekend: [sun]");
        write("_drafts/other.yaml", "dag: other");
        write("local.yaml", "variables: {}");
        write("Models.java", "class Models {}");
        server.on("POST /dags/push", 200, "{\"dags\": [{\"path\": \"team/nightly.yaml\", \"dag\": \"nightly\", \"version\": 3, \"changed\": true}], \"warnings\": []}");

        assertThat(run("dags", "push", folder.toString())).isZero();
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"files\":{\"_calendars/bank.yaml\":\"weekend: [sun]\",\"team/nightly.yaml\":\"dag: nightly\"}}");
        assertThat(out.toString(UTF_8)).isEqualTo("nightly version 3 (team/nightly.yaml)\n");
        assertThat(err.toString(UTF_8)).isEqualTo("""
                comporta: 1 Java file is not sent: put Java files into the dags folder of the server itself
                2 files sent
                """);
    }

    @Test
    void aTokenIsPrintedAlone() {
        server.on("POST /tokens", 201, "{\"token\": {\"id\": 7, \"name\": \"ci\", \"user\": \"ana\"}, \"secret\": \"ct_abc\"}");

        assertThat(run("tokens", "create", "ci", "--expires", "90d")).isZero();
        assertThat(server.asked().getFirst().body()).isEqualTo("{\"name\":\"ci\",\"days\":90}");
        assertThat(out.toString(UTF_8)).isEqualTo("ct_abc\n");
    }

    @Test
    void oneThingIsShownKeyByKey() {
        server.on("GET /pools/warehouse", 200, "{\"name\": \"warehouse\", \"slots\": 8, \"paused\": false, \"changed_at\": \"2026-11-21T04:00:00.123456Z\"}");

        assertThat(run("pools", "get", "warehouse")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                name        warehouse
                slots       8
                changed_at  2026-11-21T04:00:00Z
                """);
        assertThat(run("pools", "get", "warehouse", "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).contains("\"slots\":8");
    }

    @Test
    void aListOfPoolsTellsHowLargeAllOthersAre() {
        server.on("GET /pools", 200, "{\"items\": [], \"next\": null}");

        assertThat(run("pools", "list")).isZero();
        assertThat(err.toString(UTF_8)).contains("A pool that is not listed has 128 slots.");
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @ParameterizedTest(name = "comporta nodes cost {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                      | GET /cost?by=dag
            --by idle               | GET /cost?by=idle
            --night                 | GET /cost?by=dag
            --night 2026-11-20      | GET /cost?night=2026-11-20&by=dag
            --run nightly/R1        | GET /cost?run=nightly%2FR1&by=task
            """)
    void costsAreAskedFor(String words, String asked) {
        server.on(asked, 200, """
                {"total": {"amount": "1.54", "currency": "USD"}, "idle": null, "machine_s": 14400, "idle_s": 60,
                 "rows": [{"key": "nightly/itaipu", "amount": {"amount": "1.54", "currency": "USD"}, "machine_s": 14340, "idle_s": 0},
                          {"key": "idle", "amount": null, "machine_s": 60, "idle_s": 60}],
                 "missing": ["r5.large spot"], "prices": {"currency": "USD", "source": "x", "example": true}, "budget": null}""");

        assertThat(run(("nodes cost " + words).strip().split(" ", -1))).as(err.toString(UTF_8)).isZero();
        assertThat(server.asked()).singleElement().satisfies(request -> assertThat(request.what()).isEqualTo(asked));
        assertThat(out.toString(UTF_8)).contains("nightly/itaipu", "1.54 USD", "unknown", "EXAMPLE prices", "No price is known of r5.large spot");
    }

    @Test
    void whatHeldMachinesCostByExamplePricesIsMarkedAsSuch() {
        server.on("GET /problems", 200, "{\"items\": [], \"next\": null}");
        server.on("GET /leases", 200, """
                {"items": [{"lease_id": "L1", "node_pool": "model", "state": "open", "wanted": 2, "registered": 2,
                            "owner": {"dag_id": "nightly", "run_id": "R1", "task_id": "up"},
                            "cost": {"so_far": {"amount": "1.54", "currency": "USD"}, "per_hour": null, "example": true}}],
                 "next": null}""");
        assertThat(run("nodes", "list")).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("1.54 USD")
                .endsWith("By EXAMPLE prices, which are nobody's bill: write your own file and name it in nodes.prices.\n");
        out.reset();
        assertThat(run("nodes", "list", "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).contains("\"example_prices\":true").doesNotContain("EXAMPLE");
    }

    private int run(String... words) {
        var line = new ArrayList<>(List.of(words));
        line.addAll(List.of("--server", server.address()));
        return Main.run(line, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false, false));
    }
}
