package comporta.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** The rules, each with the reason that a broken one prints. */
public final class Walls {
    /** Values and text buffers of these packages are harmless; what opens, listens, waits or starts is not. */
    private static final DescribedPredicate<HasName> DOING = nameMatching(String.join("|",
            "java\\.sql\\..*", "javax\\.(sql|net)\\..*",
            "java\\.net\\.(?!(URI|URISyntaxException|URLEncoder|URLDecoder)$).*",
            "java\\.io\\.(File|File.*Stream|File(Reader|Writer)|RandomAccessFile|PrintStream)",
            "java\\.nio\\.file\\.(Files|FileSystems?|WatchService)", "java\\.nio\\.channels\\..*",
            "java\\.lang\\.(Thread|ThreadLocal|ThreadGroup|Process|ProcessBuilder|ProcessHandle|Runtime)",
            "java\\.util\\.(Timer|TimerTask)",
            "java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|CompletableFuture|Future|locks\\..*|CountDownLatch|Semaphore|.*Queue)"));

    private static final DescribedPredicate<JavaAccess<?>> READS_THE_CLOCK = uses("the clock of the machine",
            "java\\.time\\.\\w+\\.now\\((java\\.time\\.ZoneId)?\\)",
            "java\\.time\\.(Clock|InstantSource)\\.(system|tick).*",
            "java\\.lang\\.System\\.currentTimeMillis\\(\\)", "java\\.util\\.Date\\.<init>\\(\\)");

    private static final DescribedPredicate<JavaAccess<?>> COUNTS_NANOS_OR_THROWS_DICE = uses("a stopwatch or dice",
            "java\\.lang\\.System\\.nanoTime\\(\\)", "java\\.lang\\.Math\\.random\\(\\)", "java\\.util\\.UUID\\.randomUUID\\(\\)",
            "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*", "java\\.util\\.Random\\.<init>\\(\\)",
            "java\\.util\\.Collections\\.shuffle\\(java\\.util\\.List\\)", "java\\.util\\.random\\.RandomGenerator\\.(getDefault|of)\\(.*");

    private Walls() {}

    /** All rules for classes that go into the product. */
    public static List<ArchRule> of(House house) {
        return List.of(
                classes().should(liveInAKnownRoom(house)).because("a new room needs its place in the order of the house"),
                classes().should(importOnlyRoomsAbove(house)).because("data flows from top to bottom"),
                slices().matching(house.root() + ".(**)").should().beFreeOfCycles(),
                noClasses().that(inPureRooms(house)).should().dependOnClassesThat(DOING)
                        .because("pure rooms compute; doing is the business of loop, store and the backends"),
                noClasses().that(notIn(house, "app")).should().accessTargetWhere(READS_THE_CLOCK)
                        .because("time is a parameter: take an InstantSource, which app alone takes from the system"),
                noClasses().that(inPureRooms(house)).should().accessTargetWhere(COUNTS_NANOS_OR_THROWS_DICE)
                        .because("one seed means one story: take a RandomGenerator"),
                noClasses().that(notIn(house, "store")).should()
                        .dependOnClassesThat().resideInAnyPackage("javax.sql..", "com.zaxxer..", "org.h2..", "org.flywaydb..")
                        .because("SQL lives in one room"),
                noClasses().that(notIn(house, "store", "basic")).should().dependOnClassesThat().resideInAPackage("java.sql..")
                        .because("SQL lives in one room; only the tasks of authors speak it to databases that are not ours"),
                classes().should(liveInAMarkedPackage()).because("null does not travel, and each room has a sign on its door"),
                noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..misc..", "..manager..", "..helper..")
                        .because("rooms are named by what they are for"))
                .stream().map(rule -> rule.allowEmptyShould(true)).toList();
    }

    /** The rule for test classes; a benchmark among them may look at what a minute costs. */
    public static ArchRule ofTests() {
        return noClasses().that().haveSimpleNameNotEndingWith("Bench").should()
                .accessTargetWhere(uses("sleep", "java\\.lang\\.Thread\\.sleep\\(.*", "java\\.util\\.concurrent\\.TimeUnit\\.sleep\\(.*"))
                .because("a test waits for something that happens, or moves a virtual clock")
                .allowEmptyShould(true);
    }

    /** An access to a method or constructor that is written like one of these patterns: {@code java.time.Instant.now()}. */
    private static DescribedPredicate<JavaAccess<?>> uses(String what, String... patterns) {
        Pattern any = Pattern.compile(String.join("|", patterns));
        return describe("uses " + what, access -> any.matcher(access.getTarget().getFullName()).matches());
    }

    private static DescribedPredicate<JavaClass> inPureRooms(House house) {
        return describe("are in pure rooms", type -> house.isPure(house.roomOf(type.getPackageName())));
    }

    private static DescribedPredicate<JavaClass> notIn(House house, String... rooms) {
        return describe("are not in " + String.join(" or ", rooms), type -> !List.of(rooms).contains(house.roomOf(type.getPackageName())));
    }

    private static ArchCondition<JavaClass> liveInAKnownRoom(House house) {
        return condition("live in a room of the house", (type, events) -> {
            if (!house.has(house.roomOf(type.getPackageName()))) {
                events.add(SimpleConditionEvent.violated(type, type.getName() + " lives in no room of the house"));
            }
        });
    }

    private static ArchCondition<JavaClass> importOnlyRoomsAbove(House house) {
        return condition("import only rooms above", (type, events) -> {
            String room = house.roomOf(type.getPackageName());
            type.getDirectDependenciesFromSelf().forEach(dependency -> {
                String other = house.roomOf(dependency.getTargetClass().getPackageName());
                if (house.has(room) && house.has(other) && !house.mayBeSeenFrom(room, other)) {
                    events.add(SimpleConditionEvent.violated(type, room + " is above " + other + ": " + dependency.getDescription()));
                }
            });
        });
    }

    private static ArchCondition<JavaClass> liveInAMarkedPackage() {
        return condition("live in a package whose package-info is @NullMarked", (type, events) -> {
            JavaPackage home = type.getPackage();
            if (!home.isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(type, home.getName() + ", home of " + type.getSimpleName()
                        + ", has no package-info.java with @NullMarked"));
            }
        });
    }

    @FunctionalInterface
    private interface Check {
        void look(JavaClass type, ConditionEvents events);
    }

    private static ArchCondition<JavaClass> condition(String description, Check check) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.look(type, events);
            }
        };
    }
}
