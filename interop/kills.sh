# "kills": workers and submitters of an outbox, killed at random moments, and a fleet of workers on PostgreSQL; the ledger of an
# independent server says what was really sent. Sourced by interop/run.

# KILLS=N for each store, both at once; FLEET=N mails; KILLS_SEED=N.
try_kills() {
  passed=0 failed=0
  local kills=${KILLS:-30} seed=${KILLS_SEED:-$RANDOM} store tries=()
  trap stop_postgres EXIT
  need python3 postgresql || exit 1
  "$root/paloma" --version >/dev/null # built before anybody waits for it
  start_postgres
  echo "  KILLS=$kills KILLS_SEED=$seed"
  for store in sqlite postgresql; do
    (try_program "$kills kills, $store" kills.py "$(store "$store" kills)" "$work/kills-$store" "$kills" "$seed") &
    tries+=($!)
  done
  wait "${tries[@]}"
  (try_program 'a fleet' fleet.py "$(store postgresql fleet)" "$work/fleet" "${FLEET:-20000}" "$seed")
  for store in kills-sqlite kills-postgresql fleet; do
    add "$(cat "$work/$store/counts")"
  done
  summary >"$work/counts" || true
}

# try_program NAME PROGRAM URL FOLDER ARGUMENTS...: leaves its counts in the folder.
try_program() {
  local name=$1 program=$here/outbox/$2 folder=$4
  shift 2
  passed=0 failed=0
  mkdir "$folder"
  if python3 "$program" "$root/paloma" "$@" >"$folder/out" 2>&1 </dev/null; then
    pass "$name: nothing lost, and what is double is in doubt"
    sed 's/^/          /' "$folder/out"
  else
    fail "$name: $(tail -n 20 "$folder/out")"
    tail -n 20 "$folder/log" || true
  fi
  summary >"$folder/counts" || true
}

store() {
  if [ "$1" = sqlite ]; then echo "sqlite:$work/$2.db"; else postgres_database "$2"; fi
}
