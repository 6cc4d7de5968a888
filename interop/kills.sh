# "kills": workers and submitters of an outbox, killed at random moments, and a fleet of workers on PostgreSQL; the ledger of an
# independent server says what was really sent. Sourced by interop/run.

# KILLS=N for each store; KILLS_SEED=N.
try_kills() {
  passed=0 failed=0
  local kills=${KILLS:-30} seed=${KILLS_SEED:-$RANDOM} store
  trap stop_postgres EXIT
  need python3 postgresql || exit 1
  "$root/paloma" --version >/dev/null # built before anybody waits for it
  start_postgres
  echo "  KILLS=$kills KILLS_SEED=$seed"
  for store in sqlite postgresql; do
    mkdir "$work/kills-$store"
    try_program "$kills kills, $store" "$here/outbox/kills.py" "$(store "$store" kills)" "$work/kills-$store" "$kills" "$seed"
  done
  mkdir "$work/fleet"
  try_program 'a fleet' "$here/outbox/fleet.py" "$(store postgresql fleet)" "$work/fleet" "${FLEET:-20000}" "$seed"
  summary >"$work/counts" || true
}

# try_program NAME PROGRAM URL FOLDER ARGUMENTS...
try_program() {
  local name=$1 program=$2
  shift 2
  if python3 "$program" "$root/paloma" "$@" >"$work/out" 2>&1 </dev/null; then
    pass "$name: nothing lost, and what is double is in doubt"
    sed 's/^/          /' "$work/out"
  else
    fail "$name: $(tail -n 20 "$work/out")"
    tail -n 20 "$2/log"
  fi
}

store() {
  if [ "$1" = sqlite ]; then
    echo "sqlite:$work/$2.db"
  else
    as_postgres createdb -h 127.0.0.1 -p "$database_port" "$2" >/dev/null
    echo "postgresql://postgres@127.0.0.1:$database_port/$2"
  fi
}

# A PostgreSQL of its own, with fsync on, for whoever asks on this machine; its port is in $database_port.
start_postgres() {
  local bin=$work/postgres log=$work/postgres.log
  database_port=$(free_port)
  postgres_bin=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
  mkdir "$bin"
  chown postgres "$bin"
  as_postgres "$postgres_bin/initdb" -D "$bin" -A trust -U postgres >"$log" 2>&1
  as_postgres "$postgres_bin/postgres" -D "$bin" -p "$database_port" -h 127.0.0.1 -k '' -c max_connections=300 >>"$log" 2>&1 &
  postgres=$!
  until_true 30 as_postgres psql -h 127.0.0.1 -p "$database_port" -c 'SELECT 1' || { tail -n 20 "$log"; exit 1; }
}

stop_postgres() {
  [ -z "${postgres:-}" ] || { kill -INT "$postgres" 2>/dev/null || true; wait "$postgres" 2>/dev/null || true; }
  postgres=
}

as_postgres() { (cd / && setpriv --reuid postgres --regid postgres --clear-groups -- env HOME=/ "$@"); }
