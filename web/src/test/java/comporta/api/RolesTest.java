package comporta.api;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.access.Caller;
import comporta.dag.DagId;
import comporta.live.LiveEvents;
import comporta.store.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what: each route with the least role that it needs, and on what. Whoever adds a route adds a line. */
class RolesTest {
    private static final String TABLE = """
            GET /healthz                                                        anybody
            GET /readyz                                                         anybody
            GET /metrics                                                        anybody
            GET /api/openapi.json                                               anybody
            GET /api/v1/session                                                 anybody
            POST /api/v1/session                                                anybody
            DELETE /api/v1/session                                              anybody
            POST /api/v1/session/password                                       viewer some
            GET /api/v1/dags                                                    viewer some
            GET /api/v1/dags/{dag}                                              viewer dag
            GET /api/v1/dags/{dag}/versions                                     viewer dag
            GET /api/v1/dags/{dag}/source                                       viewer dag
            POST /api/v1/dags/{dag}/pause                                       operator dag
            POST /api/v1/dags/{dag}/resume                                      operator dag
            GET /api/v1/dags/{dag}/difference                                   viewer dag
            POST /api/v1/dags/{dag}/rollback                                    author dag
            POST /api/v1/dags/push                                              author all
            GET /api/v1/runs                                                    viewer some
            GET /api/v1/dags/{dag}/backfills                                    viewer dag
            POST /api/v1/dags/{dag}/backfills                                   operator dag
            GET /api/v1/dags/{dag}/backfills/{backfill}                         viewer dag
            POST /api/v1/dags/{dag}/backfills/{backfill}/pause                  operator dag
            POST /api/v1/dags/{dag}/backfills/{backfill}/resume                 operator dag
            POST /api/v1/dags/{dag}/backfills/{backfill}/cancel                 operator dag
            GET /api/v1/dags/{dag}/runs                                         viewer dag
            POST /api/v1/dags/{dag}/runs                                        operator dag
            GET /api/v1/dags/{dag}/runs/{run}                                   viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/events                            viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/why                               viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}/why                  viewer dag
            POST /api/v1/dags/{dag}/runs/{run}/cancel                           operator dag
            POST /api/v1/dags/{dag}/runs/{run}/pause                            operator dag
            POST /api/v1/dags/{dag}/runs/{run}/resume                           operator dag
            POST /api/v1/dags/{dag}/runs/{run}/clear                            operator dag
            POST /api/v1/dags/{dag}/runs/{run}/mark                             operator dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks                             viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}                      viewer dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/clear               operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/mark                operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/skip                operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/kill                operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/approve             operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/reject              operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/breakpoint          operator dag
            POST /api/v1/dags/{dag}/runs/{run}/tasks/{task}/bypass              operator dag
            GET /api/v1/dags/{dag}/runs/{run}/params                            viewer dag
            POST /api/v1/dags/{dag}/runs/{run}/rerun                            operator dag
            POST /api/v1/dags/{dag}/runs/{run}/move                             operator dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}/tries/{try}/log      viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}/tries/{try}/log/lines viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}/tries/{try}/log/find  viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/tasks/{task}/tries/{try}/log/download viewer dag
            GET /api/v1/night                                                   viewer some
            GET /api/v1/dags/{dag}/runs/{run}/timeline                          viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/forecast                          viewer dag
            POST /api/v1/dags/{dag}/runs/{run}/forecast/what_if                 viewer dag
            GET /api/v1/dags/{dag}/runs/{run}/column                            viewer dag
            GET /api/v1/dags/{dag}/grid                                         viewer dag
            GET /api/v1/dags/{dag}/graph                                        viewer dag
            GET /api/v1/dags/{dag}/calendar                                     viewer dag
            GET /api/v1/dags/{dag}/landing                                      viewer dag
            GET /api/v1/dags/{dag}/durations                                    viewer dag
            GET /api/v1/dags/{dag}/ticks                                        viewer dag
            GET /api/v1/leases                                                  viewer some
            POST /api/v1/leases/{lease}/keep                                    operator some
            POST /api/v1/leases/{lease}/release                                 operator some
            GET /api/v1/cost                                                    viewer some
            GET /api/v1/agents                                                  viewer some
            GET /api/v1/elasticity                                              viewer some
            GET /api/v1/elasticity/{job}/series                                 viewer some
            GET /api/v1/deadlines                                               viewer some
            GET /api/v1/find                                                    viewer some
            GET /api/v1/events                                                  viewer some
            GET /api/v1/problems                                                viewer some
            POST /api/v1/problems/{problem}/acknowledge                         operator all
            GET /api/v1/pools                                                   viewer some
            GET /api/v1/pools/{pool}                                            viewer some
            PUT /api/v1/machines/{machine}/notice operator all
            PUT /api/v1/pools/{pool}                                            operator all
            DELETE /api/v1/pools/{pool}                                         operator all
            GET /api/v1/variables                                               viewer all
            GET /api/v1/variables/{variable}                                    viewer all
            PUT /api/v1/variables/{variable}                                    author all
            DELETE /api/v1/variables/{variable}                                 author all
            GET /api/v1/calendars                                               viewer some
            GET /api/v1/calendars/{calendar}                                    viewer some
            PUT /api/v1/calendars/{calendar}                                    author all
            DELETE /api/v1/calendars/{calendar}                                 author all
            GET /api/v1/connections                                             viewer all
            GET /api/v1/connections/{connection}                                viewer all
            PUT /api/v1/connections/{connection}                                admin all
            DELETE /api/v1/connections/{connection}                             admin all
            POST /api/v1/launches/{launch}/output                               anybody
            POST /api/v1/launches/{launch}/progress                             anybody
            GET /supervisor/                                                    anybody
            POST /supervisor/initTask                                           anybody
            POST /supervisor/updateTask                                         anybody
            POST /supervisor/initMarathonApp                                    anybody
            POST /supervisor/endMarathonApp                                     anybody
            POST /api/v1/dagfiles/check                                         author all
            GET /api/v1/audit                                                   operator all
            GET /api/v1/tokens                                                  viewer some
            POST /api/v1/tokens                                                 viewer some
            DELETE /api/v1/tokens/{token}                                       viewer some
            GET /api/v1/users                                                   admin all
            GET /api/v1/users/{user}                                            admin all
            PUT /api/v1/users/{user}                                            admin all
            DELETE /api/v1/users/{user}                                         admin all
            """;

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() {
        served = new Served(folder);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void everyRouteStandsInTheTable() {
        try (LiveEvents live = Routes.live(served.ground)) {
            var routes = Routes.of(served.ground, live).stream().map(each -> each.method() + " " + each.path() + " " + (each.needs() == null
                    ? "anybody" : each.needs().word() + " " + Json.word(each.reach())));
            assertThat(routes.sorted().collect(Collectors.joining("\n")))
                    .isEqualTo(TABLE.lines().map(line -> line.replaceAll(" +", " ")).sorted().collect(Collectors.joining("\n")));
        }
    }

    @ParameterizedTest(name = "{0} in all, {1} on nightly: {2} of {3}: {4}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            viewer   | -        | viewer   | nightly | true
            viewer   | -        | operator | nightly | false
            viewer   | operator | operator | nightly | true
            viewer   | operator | operator | hourly  | false
            -        | operator | viewer   | nightly | true
            -        | operator | viewer   | hourly  | false
            -        | operator | viewer   | -       | false
            operator | viewer   | operator | nightly | true
            author   | -        | operator | hourly  | true
            author   | -        | author   | -       | true
            author   | -        | admin    | -       | false
            -        | admin    | admin    | -       | false
            -        | admin    | admin    | nightly | true
            admin    | -        | admin    | nightly | true
            """)
    void aRoleCoversThoseBelowIt(String everywhere, String onNightly, String needed, String dag, boolean may) {
        var onDags = new TreeMap<DagId, Role>(onNightly == null ? Map.of() : Map.of(new DagId("nightly"), Role.named(onNightly).orElseThrow()));
        var caller = new Caller("ana", everywhere == null ? null : Role.named(everywhere).orElseThrow(), onDags, Caller.Means.TOKEN, "");
        assertThat(caller.may(Role.named(needed).orElseThrow(), dag == null ? null : new DagId(dag))).isEqualTo(may);
    }

    /** What the table says is what happens: nobody but who is allowed gets past the gate. */
    @Test
    void everyRouteIsHeldAgainstEveryRole() {
        served.access.addPerson("root", "correct horse", Role.ADMIN, Map.of());
        var tokens = new TreeMap<String, String>();
        for (var role : Role.values()) {
            var all = served.access.addPerson(role.word(), null, role, Map.of());
            tokens.put(role.word(), served.access.addToken(all, "t", null).secret());
            var other = served.access.addPerson(role.word() + "-of-another", null, null, Map.of(new DagId("hourly"), role));
            tokens.put(role.word() + "-of-another", served.access.addToken(other, "t", null).secret());
        }
        TABLE.lines().map(line -> line.split(" +", -1)).filter(words -> !words[2].equals("anybody") && !words[1].endsWith("/events")).forEach(words -> {
            var path = words[1].replace("{dag}", "nightly").replaceAll("\\{\\w+}", "999");
            var needed = Role.named(words[2]).orElseThrow();
            tokens.forEach((who, token) -> {
                var reply = served.client.send(words[0], path, null, "Authorization", "Bearer " + token);
                var own = Role.named(who.replace("-of-another", "")).orElseThrow().covers(needed);
                var allowed = own && (!who.endsWith("another") || words[3].equals("some"));
                assertThat(reply.status() != 403).as("%s %s as %s: %s", words[0], path, who, reply.body()).isEqualTo(allowed);
            });
            assertThat(served.client.send(words[0], path, null).status()).isEqualTo(401);
        });
    }
}
