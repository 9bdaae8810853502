# Sets Schemathesis up, which guesses at the HTTP API by its description; sourced by ./test, never run. Sets COMPORTA_SCHEMATHESIS, its
# program, for comporta.api.SchemathesisTest. It lives in an environment of its own under the user's cache, made once from PyPI; where none
# can be made, the test says why it is left out.

schemathesis_version=4.32.5

schemathesis_set_up() {
  [ -z "${COMPORTA_SCHEMATHESIS:-}" ] || return 0
  kept=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/comporta/schemathesis-$schemathesis_version
  if [ ! -x "$kept/bin/schemathesis" ]; then
    command -v python3 >/dev/null || {
      echo "test: there is no python3, so Schemathesis does not guess at the HTTP API" >&2
      return 0
    }
    echo "test: fetching Schemathesis $schemathesis_version, which guesses at the HTTP API, into $kept" >&2
    # An environment knows its own path: it is made where it stays, and counts once the last step has left its program there.
    rm -rf "$kept" && mkdir -p "${kept%/*}" &&
      python3 -m venv "$kept" >&2 &&
      "$kept/bin/pip" install -q --disable-pip-version-check --retries 1 --timeout 20 "schemathesis==$schemathesis_version" >&2 &&
      "$kept/bin/schemathesis" --version >/dev/null || {
      rm -rf "$kept"
      echo "test: Schemathesis could not be fetched from PyPI (is it reachable, and is there python3-venv?), so it does not guess at the HTTP API" >&2
      return 0
    }
  fi
  COMPORTA_SCHEMATHESIS=$kept/bin/schemathesis
  export COMPORTA_SCHEMATHESIS
}
