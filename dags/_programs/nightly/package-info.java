/**
 * What the jobs of {@code nightly.yaml} run. The EC2 catalogue comes in; datasets, models and a report go out, as files
 * in the folder of one run. Needs the JDK alone: the task {@code compile} builds it, {@code bin/nightly} starts it.
 */
package nightly;
