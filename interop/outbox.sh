# The outbox's contracts on a real PostgreSQL, and the guide's example with a transaction. Sourced by interop/run.

try_outbox() {
  passed=0 failed=0
  local result tests bad
  trap stop_postgres EXIT
  need postgresql || exit 1
  start_postgres
  find "$root" -path '*/surefire-reports/TEST-*Postgres*.xml' -delete
  check 'on PostgreSQL' test_on_postgres "$(postgres_database tests)"
  for result in $(find "$root" -path '*/surefire-reports/TEST-*Postgres*.xml' | sort); do
    tests=$(attribute tests "$result")
    bad=$(($(attribute failures "$result") + $(attribute errors "$result") + $(attribute skipped "$result")))
    echo "  $(basename "$result" .xml): $tests tests, $bad failed"
    passed=$((passed + tests - bad))
    failed=$((failed + bad))
  done
  summary >"$work/counts" || true
}

test_on_postgres() {
  (cd "$root" && ./mvnw -q -pl outbox,examples -am test -Dtest='Postgres*' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dpaloma.without=nothing -Dpaloma.postgres="$1") </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
}

attribute() { grep -m 1 '<testsuite ' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9'; }
