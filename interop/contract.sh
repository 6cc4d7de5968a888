# The contract: the same rows on every server through Paloma's public API, by a program of its own, which reads back what
# was stored and at last kills the server. Sourced by interop/run after a server's server.sh.

check_contract() {
  local classpath=$root/interop/target/test-classes:$root/core/target/classes
  build_contract || { fail 'contract: built'; return; }
  mkdir -p "$work/contract"
  sleep 1 # until the log has what it says of what was tried before
  describe_server >"$home/description"
  # The program asks this shell's function what was stored.
  export home certificates port user realm here
  # shellcheck disable=SC2046
  export -f $(compgen -A function)
  { # a group, so that what bash has to say of a killed server goes nowhere
    java -Xmx512m -cp "$classpath" dev.paloma.interop.contract.Contract "$home/description" "$work/contract/$name" \
      >"$work/out" 2>"$work/errors" </dev/null || true
    until_true 5 gone || true
  } 2>/dev/null
  [ ! -s "$work/errors" ] || cat "$work/errors"
  sed '$d' "$work/out"
  add "$(tail -n 1 "$work/out")"
}

# Once for all servers.
build_contract() {
  [ ! -e "$work/built" ] || return 0
  (cd "$root" && ./mvnw -q -pl interop -am test-compile) </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
  touch "$work/built"
}

# A line for each fact, a name and what it says.
describe_server() {
  local each
  echo "version $(version)"
  for each in "${ways[@]}"; do echo "way $each $(way "$each")"; done
  for each in "${mechanisms[@]}"; do echo "mechanism $each"; done
  for each in "${clear_mechanisms[@]}"; do echo "clear-mechanism $each"; done
  for each in "${token_mechanisms[@]}"; do echo "token-mechanism $each"; done
  [ ${#token_mechanisms[@]} -eq 0 ] || echo "token $(token)"
  for each in "${expected[@]}"; do echo "expected $each"; done
  echo "needs-login $needs_login"
  echo "limit $limit"
  echo "refuses ${refuses:-yes}"
  echo "eight ${eight:-yes}"
  echo "trace $trace"
  echo "faults $faults"
  echo "user $user"
  echo "password $password"
  echo "realm $realm"
  echo "log $home/log"
  echo "process $server"
}

# The table, if all servers were tried.
check_page() {
  java -cp "$root/interop/target/test-classes" dev.paloma.interop.contract.Page "$work/contract" "$root/docs/interop.md" \
    "${INTEROP_PAGE:-check}"
}
