package comporta.backtest;

/** Ways to forecast the end of a run. */
enum Method {
    MEAN("mean10"), MEAN_SD("mean10+sd"), CRITICAL_PATH("cp+kσ"), OURS("night factor");

    final String word;

    Method(String word) {
        this.word = word;
    }
}
