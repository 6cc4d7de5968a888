# Whether "paloma check" says of a server what openssl s_client and swaks say of it. Sourced by interop/run.

check_probe() {
  local options=(--server "127.0.0.1:$port" --ehlo localhost --tls --tls-sni localhost)
  ask --mail bob@example.test
  check 'check: exit 0' exited 0
  openssl s_client -connect "127.0.0.1:$port" -starttls smtp -servername localhost -showcerts \
    -CAfile "$certificates/ca.pem" >"$work/s_client" 2>&1 </dev/null || true
  check 'check: TLS and certificates as openssl s_client has them' \
    python3 "$here/servercheck.py" tls "$work/json" "$work/s_client"
  swaks "${options[@]}" --quit-after EHLO >"$work/swaks" 2>&1 </dev/null || true
  check 'check: greeting and capabilities as swaks has them' \
    python3 "$here/servercheck.py" offer "$work/json" "$work/swaks"
  swaks "${options[@]}" --auth PLAIN --auth-user "$user" --auth-password "$password" --from '<>' \
    --to bob@example.test --quit-after RCPT >"$work/swaks" 2>&1 </dev/null || true
  check 'check: replies to MAIL and RCPT as swaks has them' \
    python3 "$here/servercheck.py" replies "$work/json" "$work/swaks"
  ask --mail reject5xx@example.test
  check 'check: unknown user: exit 67' exited 67
  check 'check: unknown user: reported' says 'outcome == "failed" and error["code"] == 550 and mail["rcpt"]["code"] == 550'
  check_untrusted
}

# Its certificate is shown all the same, and the password stays here.
check_untrusted() {
  code=0
  "$root/paloma" check "smtp://$user:$password_in_url@localhost:$port?tls=required" --json --transcript \
    >"$work/json" 2>"$work/errors" </dev/null || code=$?
  check 'check: unknown CA: exit 77' exited 77
  check 'check: unknown CA: certificate shown, no login' says \
    'tls["verified"] is False and len(tls["certificates"]) > 0 and auth["login"] is None'
  check 'check: unknown CA: nothing said that needs trust' not grep -E '^C: (AUTH|MAIL|RCPT)' "$work/errors"
}

not() { ! "$@"; }

ask() {
  code=0
  "$root/paloma" check "$(url '')" --client-name localhost --json "$@" >"$work/json" 2>"$work/errors" </dev/null || code=$?
}
