# The outbox's contracts on a real PostgreSQL. Sourced by interop/run.

try_outbox() {
  passed=0 failed=0
  local result tests bad
  need postgresql || exit 1
  rm -f "$root"/outbox/target/surefire-reports/TEST-*Postgres*.xml
  # The tests start a server of their own, unless OUTBOX_POSTGRES names one: postgresql://user:password@host/database
  check 'on PostgreSQL' test_on_postgres
  for result in "$root"/outbox/target/surefire-reports/TEST-*Postgres*.xml; do
    tests=$(attribute tests "$result")
    bad=$(($(attribute failures "$result") + $(attribute errors "$result") + $(attribute skipped "$result")))
    echo "  $(basename "$result" .xml): $tests tests, $bad failed"
    passed=$((passed + tests - bad))
    failed=$((failed + bad))
  done
  summary >"$work/counts" || true
}

test_on_postgres() {
  (cd "$root" && ./mvnw -q -pl outbox -am test -Dtest='Postgres*' -Dsurefire.failIfNoSpecifiedTests=false \
    -Doutbox.without=nothing -Dpaloma.postgres="${OUTBOX_POSTGRES:-}") </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
}

attribute() { grep -m 1 '<testsuite ' "$2" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9'; }
