import static comporta.Dsl.*;

/** The example nightly in Java: the same DAG as nightly.yaml, which a test compares. */
class Nightly {

    Dag dag() {
        var compile = command("compile")
                .run("nightly compile {{ params.out }}")
                .description("The programs need the JDK alone; each run has its own copy")
                .expectedDuration("3s");
        var scaleUp = scaleEc2("scale-ec2-itaipu")
                .nodePool(nodePool("itaipu")
                        .nodes(4)
                        .instanceTypes("m5.2xlarge", "m5n.2xlarge")
                        .market("spot-with-fallback")
                        .scaleTimeout("1m"));
        var families = dataset("families", 16, "{{ params.catalogue }}")
                .description("Smallest, densest and greatest types of each family")
                .dependsOn(compile, scaleUp)
                .priorityWeight(10)
                .output("types", "integer")
                .output("families", "integer")
                .output("smallest", "string")
                .output("densest", "string")
                .output("most_disk", "string");
        var outliers = dataset("outliers", 8, "{{ params.catalogue }} {{ params.threshold }}")
                .description("Types whose memory per vCPU or clock is unlike their family's")
                .dependsOn(compile, scaleUp)
                .when("{{ params.filter == 'all' or params.filter contains 'outliers' }}")
                .output("flagged", "integer");
        var growth = dataset("growth", 8, "")
                .description("How each series grew from generation to generation")
                .dependsOn(families, scaleUp)
                .output("generations", "integer");
        var scaleDown = downscaleEc2("downscale-ec2-itaipu").teardownOf(scaleUp).dependsOn(families, outliers, growth);

        var scaleUpChurn = scaleEc2("scale-ec2-churn")
                .dependsOn(families)
                .nodePool(nodePool("churn").nodes(2).instanceTypes("m5.xlarge").market("spot").scaleTimeout("1m"))
                .priorityWeight(10);
        var churn = model("churn-model")
                .description("Which types are on their way out; goes on from the state file of the iteration before")
                .dependsOn(scaleUpChurn)
                .job(program("churn", "{{ params.catalogue }}").nodePool("churn"))
                .iterations(6)
                .expectedDuration("5s")
                .priorityWeight(10)
                .output("auc", "number")
                .output("loss", "number");
        var scaleDownChurn = downscaleEc2("downscale-ec2-churn").teardownOf(scaleUpChurn).dependsOn(churn);
        var clock = model("clock-model")
                .description("The clock of a type, from the generation before it")
                .dependsOn(growth)
                .job(program("clock", "{{ params.catalogue }}"))
                .expectedDuration("1s")
                .output("rmse", "number")
                .output("r2", "number");

        var report = command("report")
                .run("nightly report {{ params.out }} {{ ds }}"
                        + figure("types", "itaipu-families.types")
                        + figure("families", "itaipu-families.families")
                        + figure("smallest", "itaipu-families.smallest")
                        + figure("densest", "itaipu-families.densest")
                        + figure("most_disk", "itaipu-families.most_disk")
                        + figure("generations", "itaipu-growth.generations")
                        + figure("outliers", "itaipu-outliers.flagged | default('')")
                        + figure("churn_auc", "churn-model.auc")
                        + figure("churn_loss", "churn-model.loss")
                        + figure("clock_rmse", "clock-model.rmse")
                        + figure("clock_r2", "clock-model.r2"))
                .dependsOn(outliers, churn, clock)
                .triggerRule("none_failed_min_one_success")
                .deadline(within("1m").from("run_start"))
                .expectedDuration("1s")
                .priorityWeight(20);

        return newDag("nightly")
                .description("Datasets, models and a report on EC2 instance types")
                .owner("data-infra")
                .tags("nightly", "example")
                .schedule(cron("0 1 * * *").timezone("America/Sao_Paulo").start("2026-11-01").lateLimit("4h"))
                .deadline(by("06:00"))
                .runTimeout("10m")
                .params(
                        stringParam("filter").defaultValue("all").pattern("[a-z,-]+").description("optional datasets to compute: all, or outliers"),
                        numberParam("threshold").defaultValue(3.5).minimum(0)
                                .description("standard deviations beyond which a value is an outlier"),
                        stringParam("catalogue").defaultValue("data/ec2-instance-types.json").description("the instance types"),
                        stringParam("out").defaultValue("target/nightly/{{ run.id }}").description("folder of the results"))
                .defaults(defaults().retries(2).retryDelay("1s").retryBackoff(2).executionTimeout("1m"))
                .tasks(compile, scaleUp, families, outliers, growth, scaleDown)
                .tasks(scaleUpChurn, churn, scaleDownChurn, clock, report);
    }

    private static SparkDriver dataset(String name, int cores, String arguments) {
        return sparkDriver("itaipu-" + name)
                .job(program(name, arguments))
                .spark(spark().nodePool("itaipu").totalCores(cores).executorMemory("2g"))
                .expectedDuration("1s");
    }

    private static Job program(String name, String arguments) {
        return job().shell(("nightly " + name + " {{ params.out }} " + arguments).strip()).cpus(1).mem("512m");
    }

    private static String figure(String name, String output) {
        return " " + name + "={{ outputs." + output + " }}";
    }
}
