# Sets up a real Keystone and the real monasca-api for comporta.monasca.RealMonascaTest; sourced by ./test, never run. Sets
# COMPORTA_TEST_KEYSTONE and COMPORTA_TEST_MONASCA, an environment each (they want different SQLAlchemys), made once from PyPI below the
# user's cache; Keystone's holds a database with its tables, too, since making those takes a minute. Where one cannot be made, the test is
# left out, and says so.

keystone_version=30.0.0
monasca_version=11.0.0

monasca_set_up() {
  [ -z "${COMPORTA_TEST_MONASCA:-}" ] || return 0
  kept=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/comporta
  command -v python3 >/dev/null || {
    echo "test: there is no python3, so the tests with a real Keystone and Monasca are left out" >&2
    return 0
  }
  # two of us at once would pull the environments from under each other
  mkdir -p "$kept" && exec 9>"$kept/monasca.lock" && { ! command -v flock >/dev/null || flock 9; }
  monasca_environments
  exec 9>&-
}

monasca_environments() {
  # with current Falcon 4 or SQLAlchemy 2 monasca-api does not start; asked for in one go with it, pip looks for half an hour
  monasca_environment "$kept/keystone-$keystone_version" "waitress==3.0.2" "keystone==$keystone_version" &&
    keystone_world "$kept/keystone-$keystone_version" &&
    monasca_environment "$kept/monasca-api-$monasca_version" "falcon==3.1.3 SQLAlchemy==1.4.54" "monasca-api==$monasca_version waitress==3.0.2" || {
    echo "test: Keystone and monasca-api could not be set up from PyPI (is it reachable, and are there python3-venv and Python 3.11?)," \
      "so the tests with them are left out" >&2
    return 0
  }
  COMPORTA_TEST_KEYSTONE=$kept/keystone-$keystone_version
  COMPORTA_TEST_MONASCA=$kept/monasca-api-$monasca_version
  export COMPORTA_TEST_KEYSTONE COMPORTA_TEST_MONASCA
}

# An environment knows its own path: it is made where it stays, and counts once the last step has left its mark. First comes what $3 names,
# then what $2 does, whatever the first would rather have.
monasca_environment() {
  where=$1
  [ ! -e "$where/whole" ] || return 0
  echo "test: fetching $3 for the tests of Monasca into $where" >&2
  rm -rf "$where" && mkdir -p "${where%/*}" &&
    python3 -m venv "$where" >&2 &&
    monasca_fetch $3 >&2 &&
    monasca_fetch $2 >"$where/pip.log" 2>&1 &&
    : >"$where/whole" || {
    rm -rf "$where"
    return 1
  }
}

monasca_fetch() {
  timeout 900 "$where/bin/pip" install -q --disable-pip-version-check --retries 1 --timeout 20 "$@"
}

# Tables, keys and an administrator of Keystone, which each test copies; the addresses are put right when it starts.
keystone_world() {
  world=$1/world
  [ ! -e "$world/whole" ] || return 0
  echo "test: making the database of Keystone, a minute once" >&2
  here=http://127.0.0.1:35357/v3/
  rm -rf "$world" && mkdir -p "$world" &&
    printf '%s\n' \
      '[database]' "connection = sqlite:///$world/keystone.db" \
      '[fernet_tokens]' "key_repository = $world/fernet-keys" \
      '[credential]' "key_repository = $world/credential-keys" \
      '[cache]' 'enabled = false' \
      '[identity]' 'password_hash_rounds = 4' >"$world/keystone.conf" &&
    keystone_manage "$1" db_sync &&
    keystone_manage "$1" fernet_setup --keystone-user "$(id -un)" --keystone-group "$(id -gn)" &&
    keystone_manage "$1" credential_setup --keystone-user "$(id -un)" --keystone-group "$(id -gn)" &&
    keystone_manage "$1" bootstrap --bootstrap-password adminpassword --bootstrap-admin-url "$here" --bootstrap-public-url "$here" \
      --bootstrap-internal-url "$here" --bootstrap-region-id RegionOne &&
    : >"$world/whole" || {
    rm -rf "$world"
    return 1
  }
}

keystone_manage() {
  environment=$1
  shift
  "$environment/bin/keystone-manage" --config-file "$environment/world/keystone.conf" "$@" >"$environment/world/manage.log" 2>&1 || {
    tail -n 5 "$environment/world/manage.log" >&2
    return 1
  }
}
