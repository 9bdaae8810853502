package comporta;

import java.util.Map;

/** What a sensor waits for, and what shows that a task has nothing to do. */
interface Conditions {

    /** Something that can be looked for outside. */
    interface Condition {}

    /** A file is there. */
    final class FileCondition extends Block<FileCondition> implements Condition {
        FileCondition(String path) {
            put("path", path);
        }

        @Override
        String kind() {
            return "file";
        }

        /** It has at least this size. */
        public FileCondition minSize(String minSize) {
            return put("min_size", minSize);
        }

        /** It has not changed for so long. */
        public FileCondition stableFor(String stableFor) {
            return put("stable_for", stableFor);
        }
    }

    /** An address answers. */
    final class HttpCondition extends Block<HttpCondition> implements Condition {
        HttpCondition() {}

        @Override
        String kind() {
            return "http";
        }

        /** Address. */
        public HttpCondition url(String url) {
            return put("url", url);
        }

        /** Connection that path belongs to. */
        public HttpCondition connection(String connection) {
            return put("connection", connection);
        }

        /** The file. */
        public HttpCondition path(String path) {
            return put("path", path);
        }

        /** Status of the answer; 200 when absent. */
        public HttpCondition status(int status) {
            return put("status", status);
        }

        /** Regular expression found in the answer. */
        public HttpCondition matches(String matches) {
            return put("matches", matches);
        }
    }

    /** A query gives true, or a number other than 0. */
    final class SqlCondition extends Block<SqlCondition> implements Condition {
        SqlCondition(String connection, String query) {
            put("connection", connection);
            put("query", query);
        }

        @Override
        String kind() {
            return "sql";
        }

        /** Values for :name. */
        public SqlCondition bind(String name, Object value) {
            return enter("bind", name, value);
        }

        /** Values for :name. */
        public SqlCondition bind(Map<String, ?> bind) {
            return enterAll("bind", bind);
        }
    }

    /** A time has come. */
    final class TimeCondition extends Block<TimeCondition> implements Condition {
        TimeCondition(String time) {
            put("time", time);
        }
    }

    /** A block that holds nothing but a condition. */
    final class Conditional extends Block<Conditional> {
        Conditional(Condition condition) {
            putCondition(condition);
        }
    }
}
