package comporta.aurora;

import comporta.aurora.ThriftValue.Struct;

/** What Aurora knows a job by. */
record JobKey(String role, String environment, String name) {

    Struct thrift() {
        return Struct.with().text(1, role).text(2, environment).text(3, name).build();
    }

    static JobKey of(Struct key) {
        return new JobKey(key.text(1), key.text(2), key.text(3));
    }

    /** As in the paths of Aurora's pages. */
    @Override
    public String toString() {
        return role + "/" + environment + "/" + name;
    }
}
