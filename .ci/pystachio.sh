# Sets up a Python with pystachio for the tests of .aurora files; sourced by ./test, never run. Kept under target/ of the checkout $1. Sets
# COMPORTA_TEST_PYTHON; without python3 or PyPI those tests are left out, and say so.

pystachio=0.8.10

pystachio_set_up() {
  [ -z "${COMPORTA_TEST_PYTHON:-}" ] || return 0
  kept=$1/target/pystachio-$pystachio
  if [ ! -e "$kept/whole" ]; then
    rm -rf "$kept" && mkdir -p "$1/target"
    if ! { python3 -m venv "$kept" && "$kept/bin/pip" install -q --disable-pip-version-check "pystachio==$pystachio" && : >"$kept/whole"; } >&2; then
      echo "test: pystachio $pystachio cannot be had (python3 with venv, and PyPI): the tests of .aurora files are left out" >&2
      return 0
    fi
  fi
  COMPORTA_TEST_PYTHON=$kept/bin/python3
  export COMPORTA_TEST_PYTHON
}
