# Finds a PostgreSQL for the tests, or sets one up; sourced by ./test, never run. Sets COMPORTA_POSTGRESQL_BIN, the folder of initdb and
# pg_ctl, unless Debian's own are there, which the tests find by themselves. No server is started here, and none is left running.

postgresql_embedded=18.6.0
postgresql_xz=1.10

# Succeeds when the tests will find binaries.
postgresql_is_there() {
  [ -z "${COMPORTA_POSTGRESQL_BIN:-}" ] || return 0
  for initdb in /usr/lib/postgresql/*/bin/initdb; do
    [ ! -x "$initdb" ] || return 0
  done
  return 1
}

# As root on Debian: the distribution's package, without the server that it would set up and start by itself.
postgresql_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  echo "test: installing the package postgresql, for the tests that run on a real one" >&2
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
  fi
  for attempt in 1 2; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold postgresql >&2 && return 0
    [ "$attempt" = 2 ] || apt-get update -q >&2 || return 1
  done
  return 1
}

# Elsewhere: the binaries that Maven Central has, kept under target/ of the checkout $1. Wants $maven and $jdk.
postgresql_fetch() {
  case $(uname -sm) in
    'Linux x86_64') built_for=linux-amd64 ;;
    'Linux aarch64') built_for=linux-arm64v8 ;;
    'Darwin x86_64') built_for=darwin-amd64 ;;
    'Darwin arm64') built_for=darwin-arm64v8 ;;
    *) return 1 ;;
  esac
  kept=$1/target/postgresql-$postgresql_embedded
  if [ ! -x "$kept/bin/initdb" ]; then
    echo "test: fetching PostgreSQL $postgresql_embedded for the tests, into $kept" >&2
    rm -rf "$kept.new" && mkdir -p "$kept.new" || return 1
    for artifact in "io.zonky.test.postgres:embedded-postgres-binaries-$built_for:$postgresql_embedded" "org.tukaani:xz:$postgresql_xz"; do
      "$maven" -B -ntp -q -N org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy "-Dartifact=$artifact" "-DoutputDirectory=$kept.new" || return 1
    done
    (
      cd "$kept.new" && "$jdk/bin/jar" xf embedded-postgres-binaries-*.jar &&
        cat postgres-*.txz | "$jdk/bin/java" -cp "xz-$postgresql_xz.jar" "$1/.ci/Unxz.java" | tar -xf - && rm ./*.jar postgres-*.txz
    ) || return 1
    chmod -R go+rX "$kept.new"
    rm -rf "$kept" && mv "$kept.new" "$kept" || return 1
  fi
  COMPORTA_POSTGRESQL_BIN=$kept/bin
  export COMPORTA_POSTGRESQL_BIN
}

postgresql_set_up() {
  postgresql_is_there || { postgresql_install && postgresql_is_there; } || postgresql_fetch "$1" || {
    cat >&2 <<TEXT
test: there is no PostgreSQL for the tests, and none could be fetched. Install one, for example:
  Debian, Ubuntu:  apt-get install postgresql
or name the folder of its initdb and pg_ctl:  COMPORTA_POSTGRESQL_BIN=/path/to/bin $0
TEXT
    exit 69
  }
}
