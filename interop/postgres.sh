# A PostgreSQL of one's own. Sourced by interop/run and bench/outbox, which set work, a folder that others may enter.

# With fsync on, for whoever asks on this machine; its port is in $database_port.
start_postgres() {
  local home=$work/postgres log=$work/postgres.log
  database_port=$(free_port)
  postgres_bin=$(dirname "$(find /usr/lib/postgresql -name initdb | sort -V | tail -n 1)")
  mkdir "$home"
  chown postgres "$home"
  as_postgres "$postgres_bin/initdb" -D "$home" -A trust -U postgres >"$log" 2>&1
  as_postgres "$postgres_bin/postgres" -D "$home" -p "$database_port" -h 127.0.0.1 -k '' -c max_connections=300 "$@" >>"$log" 2>&1 &
  postgres=$!
  until_true 30 as_postgres psql -h 127.0.0.1 -p "$database_port" -c 'SELECT 1' || { tail -n 20 "$log"; exit 1; }
}

stop_postgres() {
  [ -z "${postgres:-}" ] || { kill -INT "$(head -n 1 "$work/postgres/postmaster.pid")" || true; wait "$postgres" || true; }
  postgres=
}

# postgres_database NAME: makes it, and prints its URL.
postgres_database() {
  as_postgres createdb -h 127.0.0.1 -p "$database_port" "$1" >/dev/null
  echo "postgresql://postgres@127.0.0.1:$database_port/$1"
}

as_postgres() { (cd / && setpriv --reuid postgres --regid postgres --clear-groups -- env HOME=/ "$@"); }
