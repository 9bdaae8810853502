# Runs a PostgreSQL for tests, on loopback, in a folder of its own, until standard input ends: so it ends with whoever started it, even by
# kill -9. Says "ready" once it answers, and again after each restart: a line with the mode of pg_ctl's asks for one. Arguments: folder of initdb and pg_ctl, port, and "durable" where the machine's own death counts too.
set -eu
bin=$1 port=$2
# Nothing here has to survive the machine. What has to survive a process does so without fsync, too.
settings='-c fsync=off -c full_page_writes=off -c shared_buffers=32MB'
[ "${3:-}" != durable ] || settings=
folder=$(mktemp -d "${TMPDIR:-/tmp}/comporta-postgresql.XXXXXX")
data=$folder/data
end() {
  [ ! -f "$data/postmaster.pid" ] || "$bin/pg_ctl" stop --silent --mode=immediate --pgdata="$data" || :
  rm -rf "$folder"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

"$bin/initdb" --pgdata="$data" --username=comporta --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || {
  cat "$folder/log"
  exit 1
}
# Everybody is let in, except by the name of "guarded", who needs a password.
cat >"$data/pg_hba.conf" <<HBA
host all guarded 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
HBA
"$bin/pg_ctl" start --silent --wait --pgdata="$data" --log="$folder/log" \
  --options="-p $port -h 127.0.0.1 -k $folder -c max_connections=200 $settings" \
  </dev/null >/dev/null || {
  cat "$folder/log"
  exit 1
}
echo ready
while read -r mode; do
  "$bin/pg_ctl" restart --silent --wait --mode="$mode" --pgdata="$data" --log="$folder/log" </dev/null >/dev/null || {
    cat "$folder/log"
    exit 1
  }
  echo ready
done
