package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.secret.Vault;
import java.util.LinkedHashMap;
import java.util.Map;

/** Details of a wish to trigger a run, fit to lie in the inbox: what is secret is sealed. */
public final class TriggerDetails {
    private TriggerDetails() {}

    /**
     * The details {@code params} and {@code sealed}.
     *
     * @param params plain data by name, as given
     * @throws comporta.secret.SecretMissing when something is secret and there is no key
     */
    public static Map<String, Object> of(Dag dag, Map<String, Object> params, Vault vault) {
        var open = new LinkedHashMap<String, Object>();
        var sealed = new LinkedHashMap<String, Object>();
        params.forEach((name, value) -> {
            var param = dag.params().get(name);
            if (param != null && param.secret()) {
                sealed.put(name, vault.sealed(PlainData.toJson(value), name));
            } else {
                open.put(name, value);
            }
        });
        var details = new LinkedHashMap<String, Object>();
        details.put("params", open);
        details.put("sealed", sealed);
        return details;
    }
}
