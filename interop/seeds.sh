# Tcllib, Racket and Paloma before the same scripted servers. Sourced by interop/run.

try_seeds() {
  passed=0 failed=0
  local page=$root/docs/seed-comparison.md classpath=$root/interop/target/test-classes
  need tcl tcllib tcl-tls racket || exit 1
  check 'built' build_seeds
  [ "$failed" -eq 0 ] || exit 1
  classpath+=:$root/core/target/classes:$root/testkit/target/classes
  mkdir -p "$work/seeds"
  java -cp "$classpath" dev.paloma.interop.seeds.Comparison "$here/seeds" "$work/seeds" "$page" \
    "${SEEDS_PAGE:-check}" "$(versions)" >"$work/out" 2>"$work/errors" </dev/null || cat "$work/errors" "$work/seeds/drivers.log"
  sed '$d' "$work/out"
  add "$(tail -n 1 "$work/out")"
  summary >"$work/counts" || true
}

build_seeds() {
  (cd "$root" && ./mvnw -q -pl interop -am test-compile) </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
}

# Tcllib 1.21, Tcl TLS 1.7.22, Racket 8.7
versions() {
  dpkg-query -W -f '${Package} ${Version}\n' tcllib tcl-tls racket |
    sed -e 's/^tcllib/Tcllib/; s/^tcl-tls/Tcl TLS/; s/^racket/Racket/; s/[+-].*//' | paste -sd , | sed 's/,/, /g'
}
