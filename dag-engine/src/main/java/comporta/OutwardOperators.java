package comporta;

import comporta.Conditions.Condition;
import comporta.Conditions.FileCondition;
import comporta.Conditions.HttpCondition;
import comporta.Conditions.SqlCondition;
import comporta.Conditions.TimeCondition;
import comporta.Params.Param;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The operators that ask somebody else, each with the keys of its own. */
interface OutwardOperators {

    /** Waits for something outside. */
    final class Sensor extends TaskKeys<Sensor> {
        Sensor(String id) {
            super(id, "sensor");
        }

        /** What it waits for. */
        public Sensor until(Condition condition) {
            return putCondition(condition);
        }

        /** A file is there. */
        public Sensor file(FileCondition file) {
            return until(file);
        }

        /** A file is there. */
        public Sensor file(String path) {
            return until(new FileCondition(path));
        }

        /** An address answers. */
        public Sensor http(HttpCondition http) {
            return until(http);
        }

        /** A query gives true, or a number other than 0. */
        public Sensor sql(SqlCondition sql) {
            return until(sql);
        }

        /** A time has come. */
        public Sensor time(String time) {
            return until(new TimeCondition(time));
        }

        /** Wait between two looks; 1m when absent. */
        public Sensor pokeInterval(String pokeInterval) {
            return put("poke_interval", pokeInterval);
        }

        /** Factor of the wait from look to look; 1 when absent. */
        public Sensor pokeBackoff(double pokeBackoff) {
            return put("poke_backoff", pokeBackoff);
        }

        /** The wait never exceeds this; 10m when absent. */
        public Sensor pokeMaxInterval(String pokeMaxInterval) {
            return put("poke_max_interval", pokeMaxInterval);
        }
    }

    /** A request to a server. */
    final class Http extends TaskKeys<Http> {
        Http(String id) {
            super(id, "http");
        }

        /** A map that is sent as JSON. */
        public Http body(Map<String, ?> body) {
            return put("body", body);
        }

        /** Address. */
        public Http url(String url) {
            return put("url", url);
        }

        /** Connection of the server. */
        public Http connection(String connection) {
            return put("connection", connection);
        }

        /** Path below the connection. */
        public Http path(String path) {
            return put("path", path);
        }

        /** HTTP method; GET when absent. */
        public Http method(String method) {
            return put("method", method);
        }

        /** Headers. */
        public Http headers(String name, String value) {
            return enter("headers", name, value);
        }

        /** Headers. */
        public Http headers(Map<String, String> headers) {
            return enterAll("headers", headers);
        }

        /** Text, or a map that is sent as JSON. */
        public Http body(String body) {
            return put("body", body);
        }

        /** Status codes that mean success; 2xx when absent. */
        public Http expect(String... expect) {
            return putAll("expect", List.of(expect));
        }

        /** Status codes that mean success; 2xx when absent. */
        public Http expect(int... expect) {
            return putAll("expect", Arrays.stream(expect).boxed().toList());
        }

        /** May be sent again after a lost answer; true for GET, PUT and DELETE when absent. */
        public Http idempotent(boolean idempotent) {
            return put("idempotent", idempotent);
        }
    }

    /** A statement, in one transaction. */
    final class Sql extends TaskKeys<Sql> {
        Sql(String id) {
            super(id, "sql");
        }

        /** Connection of the server. */
        public Sql connection(String connection) {
            return put("connection", connection);
        }

        /** Statement. */
        public Sql query(String query) {
            return put("query", query);
        }

        /** File with the statement, beside the DAG file. */
        public Sql file(String file) {
            return put("file", file);
        }

        /** Values for :name. */
        public Sql bind(String name, Object value) {
            return enter("bind", name, value);
        }

        /** Values for :name. */
        public Sql bind(Map<String, ?> bind) {
            return enterAll("bind", bind);
        }

        /** Rows that are handed on; 100 when absent. */
        public Sql maxRows(int maxRows) {
            return put("max_rows", maxRows);
        }
    }

    /** Starts a run of another DAG. */
    final class TriggerDag extends TaskKeys<TriggerDag> {
        TriggerDag(String id) {
            super(id, "trigger-dag");
        }

        /** The other DAG. */
        public TriggerDag dag(String dag) {
            return put("dag", dag);
        }

        /** Parameters of its run. */
        public TriggerDag params(String name, Object value) {
            return enter("params", name, value);
        }

        /** Parameters of its run. */
        public TriggerDag params(Map<String, ?> params) {
            return enterAll("params", params);
        }

        /** Logical date of its run; absent: this run's. */
        public TriggerDag logicalDate(String logicalDate) {
            return put("logical_date", logicalDate);
        }

        /** A run of this key is started once. */
        public TriggerDag key(String key) {
            return put("key", key);
        }

        /** End when the other run ends; true when absent. */
        public TriggerDag wait(boolean wait) {
            return put("wait", wait);
        }
    }

    /** Asks a person. */
    final class Approval extends TaskKeys<Approval> {
        Approval(String id) {
            super(id, "approval");
        }

        /** What an answer holds; each call adds. */
        public Approval fields(Param... fields) {
            return add("fields", List.of(fields));
        }

        /** What is asked. */
        public Approval message(String message) {
            return put("message", message);
        }

        /** Users or roles; absent: anyone who may operate. */
        public Approval approvers(String... approvers) {
            return putAll("approvers", List.of(approvers));
        }

        /** What no answer means; reject when absent. */
        public Approval onTimeout(String onTimeout) {
            return put("on_timeout", onTimeout);
        }

        /** What a rejection means; fail when absent. */
        public Approval onReject(String onReject) {
            return put("on_reject", onReject);
        }
    }
}
