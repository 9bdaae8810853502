# Sets up moto, the stand-in of AWS that the tests of machines start; sourced by ./test, never run. Sets COMPORTA_TEST_MOTO, its server
# program. It lives in an environment of its own under the user's cache, made once from PyPI; where none can be made, those tests are left
# out, and say so.

moto_version=5.2.5

moto_set_up() {
  [ -z "${COMPORTA_TEST_MOTO:-}" ] || return 0
  kept=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/comporta/moto-$moto_version
  if [ ! -e "$kept/whole" ]; then
    command -v python3 >/dev/null || {
      echo "test: there is no python3, so the tests with a stand-in of AWS are left out" >&2
      return 0
    }
    echo "test: fetching moto $moto_version, the stand-in of AWS for the tests of machines, into $kept" >&2
    # An environment knows its own path: it is made where it stays, and counts once the last step has left its mark.
    rm -rf "$kept" && mkdir -p "${kept%/*}" &&
      python3 -m venv "$kept" >&2 &&
      "$kept/bin/pip" install -q --disable-pip-version-check --retries 1 --timeout 20 "moto[server]==$moto_version" >&2 &&
      : >"$kept/whole" || {
      rm -rf "$kept"
      echo "test: moto could not be fetched from PyPI (is it reachable, and is there python3-venv?), so the tests with a stand-in of AWS are left out" >&2
      return 0
    }
  fi
  COMPORTA_TEST_MOTO=$kept/bin/moto_server
  export COMPORTA_TEST_MOTO
}
