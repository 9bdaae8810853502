# Finds a Chromium for the tests of the run monitor, or sets one up; sourced by ./test, never run. Sets chromium_profile to the words that
# make Maven build these tests; empty where no browser is to be had, which is said.

chromium_is_there() {
  [ -z "${COMPORTA_CHROMIUM:-}" ] || return 0
  for browser in /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ ! -x "$browser" ] || return 0
  done
  return 1
}

chromium_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "test: installing the package chromium, for the tests of the run monitor" >&2
  for attempt in 1 2; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core >&2 && return 0
    [ "$attempt" = 2 ] || apt-get update -q >&2 || return 1
  done
  return 1
}

chromium_set_up() {
  chromium_profile=
  [ "${COMPORTA_CHROMIUM:-}" != none ] || return 0
  if chromium_is_there || chromium_install; then
    chromium_profile=-Pbrowser
  else
    echo "test: no Chromium is to be had; the run monitor is not tested in a browser. Name one in COMPORTA_CHROMIUM." >&2
  fi
}
