package comporta.aurora;

import java.net.URI;

/**
 * How an Aurora is used.
 *
 * @param url of any of its schedulers, without path
 * @param cluster its name, as it stands in its clients' configuration
 * @param role of jobs that name none
 * @param environment of jobs that name none
 * @param user whom jobs belong to
 * @param observer address of the Thermos observer of an agent, with {@code {host}} for the agent's name
 * @param python that evaluates {@code .aurora} files
 */
record AuroraSettings(URI url, String cluster, String role, String environment, String user, String observer, String python) {
    /** Where an observer usually listens. */
    static final String OBSERVER = "http://{host}:1338";
}
