package comporta.aurora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.aurora.ThriftValue.Struct;
import comporta.dag.PlainData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The codec, and the calls that go through it, against bytes that a real scheduler took and gave. */
class ThriftTest {
    private static final JobKey HELLO = new JobKey("jobs", "prod", "hello");

    static List<String> golden() {
        return Recordings.golden();
    }

    static Stream<String> thriftExchanges() {
        return Recordings.exchanges().stream().filter(name -> Recordings.response(name).isThrift());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void bothProtocolsTellTheSameAndAreWrittenByteForByte(String name) {
        byte[] binary = Recordings.golden(name + ".tbinary");
        var json = new String(Recordings.golden(name + ".tjson"), StandardCharsets.UTF_8);
        assertThat(ThriftMessage.of(binary)).isEqualTo(ThriftJson.read(json));
        assertThat(ThriftMessage.of(binary).bytes()).isEqualTo(binary);
        assertThat(ThriftJson.write(ThriftJson.read(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @MethodSource("thriftExchanges")
    void everyAnswerOfARealSchedulerIsReadAndWrittenAgain(String name) {
        var told = Recordings.response(name).message();
        assertThat(ThriftMessage.of(told.bytes())).isEqualTo(told);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("getPendingReason", new AuroraCall(
                        "getPendingReason", Struct.with().struct(1, Struct.with().text(14, "jobs").build()).build(), false)),
                Arguments.of("killTasks-all", new AuroraCall("killTasks", Struct.with().struct(4, HELLO.thrift()).build(), true)),
                Arguments.of("restartShards", new AuroraCall(
                        "restartShards", Struct.with().numbers(3, List.of(0)).struct(5, HELLO.thrift()).build(), true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void callsAreWhatARealSchedulerTook(String name, AuroraCall call) {
        var message = new ThriftMessage(call.method(), ThriftMessage.Kind.CALL, 1, call.arguments());
        assertThat(message.bytes()).isEqualTo(Recordings.golden(name + ".tbinary"));
    }

    @Test
    void jobsAreAskedForByKeyAsRecorded() {
        var recorded = Recordings.request("38-getTasksWithoutConfigs-by-jobKeys-and-status").message().body().struct(1);
        var keys = recorded.structs(11).stream().map(JobKey::of).toList();
        assertThat(AuroraCall.getTasksWithoutConfigs(keys).arguments().struct(1).items(11)).isEqualTo(recorded.items(11));
    }

    /** The same job as the recorded one, from its Thermos form alone; beside, we ask that a task out of sight is not replaced. */
    @Test
    void aJobIsCreatedAsTheRecordedOneWas() {
        var recorded = Recordings.request("01-createJob-ok").message().body().struct(1);
        var task = recorded.struct(6);
        var thermos = PlainData.mapFromJson(task.struct(25).text(2));
        var job = new AuroraJob(
                JobKey.of(recorded.struct(9)), recorded.struct(7).text(2), thermos, Map.of("dag_id", "nightly", "run_id", "2026-11-20"), List.of());
        var ours = job.configuration();
        assertThat(withoutTask(ours)).isEqualTo(withoutTask(recorded));
        for (int field : List.of(7, 11, 13, 17, 23, 28, 29)) {
            assertThat(ours.struct(6).fields().get(field)).as("field " + field).isEqualTo(task.fields().get(field));
        }
        for (int set : List.of(20, 27)) {
            assertThat(ours.struct(6).items(set)).as("set " + set).containsExactlyInAnyOrderElementsOf(task.items(set));
        }
        assertThat(PlainData.mapFromJson(ours.struct(6).struct(25).text(2))).isEqualTo(thermos);
        assertThat(ours.struct(6).struct(34).truth(1)).isFalse();
    }

    private static Map<Integer, ThriftValue> withoutTask(Struct job) {
        var fields = new TreeMap<>(job.fields());
        fields.remove(6);
        return fields;
    }

    @Test
    void whatIsCutOffOrDamagedIsRefusedAndNeverMisread() {
        byte[] whole = Recordings.response("31-getTasksWithoutConfigs-finished-binary").body();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ThriftMessage.of(cut)).isInstanceOf(ThriftBroken.class);
        }
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(ThriftMessage.of(damaged)).isNotNull();
            } catch (ThriftBroken e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void tasksAreReadWithAllThatIsUsedOfThem() {
        var call = AuroraCall.getTasksWithoutConfigs(List.of());
        var answer = AuroraAnswer.of(Recordings.response("30-getTasksWithoutConfigs-finished").message(), call);
        assertThat(answer.isOk()).isTrue();
        assertThat(answer.cluster()).isEqualTo("local");
        assertThat(answer.tasks()).singleElement().satisfies(task -> {
            assertThat(task.id()).isEqualTo("jobs-prod-itaipu-contracts-finish-0-cb1f2752-8827-43f4-9977-0cdee2e21e57");
            assertThat(task.job()).hasToString("jobs/prod/itaipu-contracts-finish");
            assertThat(task.host()).isEqualTo("slave-1-hostname");
            assertThat(task.status()).isEqualTo(ScheduleStatus.FINISHED);
            assertThat(task.metadata()).containsEntry("dag_id", "nightly");
            assertThat(task.events()).extracting(AuroraTask.Event::status).containsExactly(
                    ScheduleStatus.PENDING, ScheduleStatus.ASSIGNED, ScheduleStatus.STARTING, ScheduleStatus.RUNNING, ScheduleStatus.FINISHED);
            assertThat(task.lastWords()).isEqualTo("Task finished.");
        });
    }

    @Test
    void aQuotaIsRead() {
        var answer = AuroraAnswer.of(Recordings.response("85-getQuota").message(), AuroraCall.getQuota("jobs"));
        assertThat(answer.productionCpus()).contains("10");
    }

    @Test
    void anUnknownMethodIsAnErrorOfOurs() {
        assertThatThrownBy(() -> AuroraAnswer.of(Recordings.response("c5-unknown-method").message(), AuroraCall.getQuota("jobs")))
                .isInstanceOf(ThriftBroken.class)
                .hasMessageContaining("Invalid method name");
    }
}
