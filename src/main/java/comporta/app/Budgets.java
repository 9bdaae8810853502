package comporta.app;

import comporta.cost.Budget;
import comporta.cost.Prices;
import comporta.operator.Leasing;
import comporta.operator.Operator;
import comporta.store.Store;
import java.time.InstantSource;
import java.util.Map;

/** Puts the budgets of DAGs before every operator that brings up machines. */
final class Budgets {
    private Budgets() {}

    /** @param warn hears of runs that cost much */
    static void over(Map<String, Operator> operators, Store store, Prices prices, InstantSource clock, Budget.Warning warn) {
        operators.replaceAll((_, operator) -> operator instanceof Leasing leasing
                ? new Budget(leasing, store.machines(), prices, clock, warn)
                : operator);
    }
}
