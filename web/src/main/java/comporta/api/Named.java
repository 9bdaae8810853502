package comporta.api;

import comporta.dag.Ids;

/** Names that callers give to new things. */
final class Named {
    static final Parameter REASON = Parameter.text("reason", "Why, for the audit");

    private Named() {}

    /** @throws Refusal when it cannot name such a thing */
    static String id(String name, String what) {
        var fault = Ids.faultOfId(name);
        if (fault != null) {
            throw Refusal.unfit(what, "\"" + Refusal.shortened(name) + "\" cannot name a " + what + ": " + fault
                    + ". Use 1 to 250 letters, digits, _ . -, not beginning with . or -");
        }
        return name;
    }

    /** @throws Refusal when templates could not name it */
    static String name(String name, String what) {
        var fault = Ids.faultOfName(name);
        if (fault != null) {
            throw Refusal.unfit(what, "\"" + Refusal.shortened(name) + "\" cannot name a " + what + ": " + fault
                    + ". Use 1 to 63 letters, digits and _, not beginning with a digit");
        }
        return name;
    }
}
