# Sets up a Spark for the test that follows a real driver; sourced by ./test, never run. Kept under target/ of the checkout $1. Sets
# COMPORTA_TEST_SPARK, the folder of spark-submit, and COMPORTA_TEST_SPARK_JAVA; without python3, PyPI or a Java 17 that test is left out, and says so.

pyspark=3.5.6

# Spark 3.5 runs on Java 8, 11 and 17.
pyspark_java() {
  for java in /usr/lib/jvm/*17*/bin/java; do
    if [ -x "$java" ]; then
      COMPORTA_TEST_SPARK_JAVA=${java%/bin/java}
      export COMPORTA_TEST_SPARK_JAVA
      return 0
    fi
  done
  return 1
}

pyspark_set_up() {
  [ -z "${COMPORTA_TEST_SPARK:-}" ] || return 0
  if ! pyspark_java && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends openjdk-17-jre-headless >&2 || true
  fi
  kept=$1/target/pyspark-$pyspark
  if pyspark_java && [ ! -e "$kept/whole" ]; then
    echo "test: fetching pyspark $pyspark for the test that follows a real Spark driver, into $kept" >&2
    rm -rf "$kept" && mkdir -p "$1/target"
    { python3 -m venv "$kept" && "$kept/bin/pip" install -q --disable-pip-version-check "pyspark==$pyspark" && : >"$kept/whole"; } >&2 || true
  fi
  if [ ! -e "$kept/whole" ]; then
    echo "test: pyspark $pyspark cannot be had (python3 with venv, PyPI, and Java 17): the test that follows a real Spark driver is left out" >&2
    return 0
  fi
  COMPORTA_TEST_SPARK=$kept/bin
  export COMPORTA_TEST_SPARK
}
