package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.Checkout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher at the top of the repository, as a process, on a small checkout of its own. */
@Order(-45)
final class LauncherTest {
    @TempDir
    private Path folder;

    private Checkout checkout;

    @BeforeEach
    void checkout() throws IOException {
        checkout = Checkout.in(folder);
    }

    @AfterEach
    void endProcesses() {
        checkout.endAll();
    }

    @Test
    void buildsOnceThenStartsInSilence() throws Exception {
        Ended first = checkout.run();
        Ended second = checkout.run("run", "a file.yaml", "-p", "x=$HOME", "exit=7");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).contains("building with the JDK in", "building: engine [1/1]", "built");
        assertThat(first.out()).isEqualTo("25.0.3+9-LTS <>\n");
        assertThat(second).isEqualTo(new Ended(7, "25.0.3+9-LTS <run> <a file.yaml> <-p> <x=$HOME> <exit=7>\n", ""));
        assertThat(checkout.builds()).isOne();
    }

    @Test
    void startsFromAnAotCacheThatHoldsTheProgram() throws Exception {
        Map<String, String> realJdk = Map.of("COMPORTA_JAVA_HOME", System.getProperty("java.home"));
        Process first = checkout.start(realJdk, checkout.root().resolve("comporta"));
        assertThat(Checkout.endOf(first)).extracting(Ended::exitCode, Ended::out).containsExactly(0, "hello\n");

        Path log = checkout.tools().resolve("classes.log");
        Map<String, String> logging = new HashMap<>(realJdk);
        logging.put("COMPORTA_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        assertThat(Checkout.endOf(checkout.start(logging, checkout.root().resolve("comporta"))).err()).isEmpty();
        assertThat(log).content().contains("comporta.app.Main source: shared objects file");
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a checkout/comporta"));
        Path linkToLink = Files.createSymbolicLink(checkout.tools().resolve("comporta"), link);

        assertThat(checkout.runAs(linkToLink, "typed", "version").out()).isEqualTo("25.0.3+9-LTS <version>\ntyped");
    }

    @Test
    void rebuildsWhenSourcesChangedAndOnlyThen() throws Exception {
        checkout.run();
        assertThat(checkout.builds()).as("at first").isOne();

        checkout.write("engine/src/main/java/A.java", "class A { int changed; }");
        checkout.run();
        assertThat(checkout.builds()).as("a changed file").isEqualTo(2);

        checkout.write("engine/src/main/resources/db/V1.sql", "create table t (id int)");
        checkout.run();
        assertThat(checkout.builds()).as("a new file").isEqualTo(3);

        Files.delete(checkout.root().resolve("engine/src/main/resources/db/V1.sql"));
        checkout.run();
        assertThat(checkout.builds()).as("a deleted file").isEqualTo(4);

        Path old = Files.writeString(folder.resolve("Old.java"), "class A { int old; }");
        Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Files.move(old, checkout.root().resolve("engine/src/main/java/A.java"), StandardCopyOption.REPLACE_EXISTING);
        checkout.run();
        assertThat(checkout.builds()).as("a file put in place with an old date").isEqualTo(5);

        checkout.write("engine/src/main/java/.A.java.swp", "scratch");
        checkout.write("engine/src/test/java/ATest.java", "class ATest { int changed; }");
        checkout.write("engine/target/classes/A.class", "bytes");
        checkout.run();
        assertThat(checkout.builds()).as("an editor's scratch file, a test, a built file").isEqualTo(5);
    }

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void twoAtOnceBuildOnce() throws Exception {
        checkout.closeGate();
        Process first = checkout.start(checkout.root().resolve("comporta"), "first");
        Checkout.awaitOnStderr(first, "building: engine");
        Process second = checkout.start(checkout.root().resolve("comporta"), "second");
        Checkout.awaitOnStderr(second, "another start is building");
        checkout.openGate();

        assertThat(Checkout.endOf(first).out()).contains("<first>");
        assertThat(Checkout.endOf(second).out()).contains("<second>");
        assertThat(checkout.builds()).isOne();
    }

    @Test
    void showsTheLogOfAFailedBuildAndTriesAgain() throws Exception {
        Path broken = Files.createFile(checkout.tools().resolve("broken"));
        Ended failed = checkout.run();
        Files.delete(broken);

        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("the build failed", "[ERROR] A.java:1: it does not fit", "target/build.log");
        assertThat(checkout.run().exitCode()).isZero();
    }

    @Test
    void aRunningProgramKeepsItsFilesThroughLaterBuilds() throws Exception {
        checkout.run();
        Path built = Files.readAllLines(checkout.root().resolve("target/app/built")).stream()
                .filter(line -> line.contains("/target/app/build-")).map(Path::of).findFirst().orElseThrow();
        Process longRunning = checkout.start(checkout.root().resolve("comporta"));
        assertThat(longRunning.inputReader(UTF_8).readLine()).startsWith("25.");
        for (String change : new String[] {"int one;", "int two;"}) {
            checkout.write("engine/src/main/java/A.java", "class A { " + change + " }");
            checkout.run();
        }
        assertThat(built).as("while it runs").exists();

        longRunning.getOutputStream().close();
        longRunning.waitFor();
        checkout.write("engine/src/main/java/A.java", "class A { int three; }");
        checkout.run();
        assertThat(built).as("after its end").doesNotExist();
    }

    @Test
    void rebuildsForAnotherJdkOrAnUpdatedOne() throws Exception {
        checkout.run();
        Path newer = checkout.makeJdk("jdk-26", "26-ea+1");
        Map<String, String> asked = Map.of("COMPORTA_JAVA_HOME", newer.toString());
        assertThat(Checkout.endOf(checkout.start(asked, checkout.root().resolve("comporta"))).out()).startsWith("26-ea+1");
        assertThat(checkout.builds()).as("another JDK").isEqualTo(2);

        checkout.makeJdk("jdk-25", "25.0.4+1-LTS");
        assertThat(checkout.run().out()).startsWith("25.0.4+1-LTS");
        assertThat(checkout.builds()).as("the first again, updated").isEqualTo(3);
    }

    @Test
    void passesByJdksThatAreTooOldAndRuntimesThatCannotCompile() throws Exception {
        Path old = checkout.makeJdk("jdk-17", "17.0.15+6");
        Path runtime = checkout.makeJdk("jre-25", "25.0.9+9");
        Files.delete(runtime.resolve("bin/javac"));
        Map<String, String> asked = Map.of(
                "COMPORTA_JAVA_HOME", old.toString(),
                "JAVA_HOME", runtime.toString(),
                "PATH", checkout.tools().resolve("jdk-25/bin") + ":" + checkout.tools() + ":/usr/bin:/bin");
        assertThat(Checkout.endOf(checkout.start(asked, checkout.root().resolve("comporta"))).out()).startsWith("25.0.3+9-LTS");
    }

    @Test
    void saysWhatToInstallWithoutAFittingJdk() throws Exception {
        Path search = checkout.root().resolve(".mvn/jdk.sh");
        Files.writeString(search, Files.readString(search).replace("jdk_wanted=25", "jdk_wanted=999"));
        Ended ended = checkout.run("version");

        assertThat(ended.exitCode()).isEqualTo(69);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("found no JDK 999 or newer", "Install one", "COMPORTA_JAVA_HOME=");
    }
}
