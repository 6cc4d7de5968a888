# What is asked of every server. Sourced by interop/run after a server's server.sh; see there for the variables.

serial=0

check_command() {
  check_logins
  check_attachments
  check_ready_messages
  check_refusals
  check_log
  check_wrong_password
  check_distrust
  check_probe
}

# send OPTIONS...: runs the command; its exit code is in $code, its object in $work/json.
send() {
  code=0
  "$root/paloma" send --json "$@" >"$work/json" 2>"$work/errors" </dev/null || code=$?
}

# compose OPTIONS...: the same for a message from our user.
compose() { send --from "$user@$realm" "$@"; }

# check_delivered NAME TEXT: that what was just sent was accepted and a mail with the text is there; its path is in $mail.
check_delivered() {
  mail=/dev/null
  if exited 0; then
    pass "$1: sent"
    check "$1: delivered" arrived "$2"
  else
    fail "$1: sent"
  fi
}

url() { echo "smtp://$user:${2:-$password_in_url}@localhost:$port?tls=required&trust=$certificates/ca.pem$1"; }

exited() { [ "$code" -eq "$1" ] || { echo "          exit code $code: $(cat "$work/errors")"; return 1; }; }

says() { python3 "$here/judge.py" json "$work/json" "$1"; }

arrived() {
  until_true 30 holds "$1" || { echo "          not delivered: $1"; return 1; }
}

holds() {
  local file
  while read -r file; do
    if grep -qF "$1" "$file"; then mail=$file; return 0; fi
  done < <(delivered)
  return 1
}

new_id() {
  serial=$((serial + 1))
  id="<interop.$serial.$$@$realm>"
}

check_logins() {
  local mechanism
  for mechanism in '' "${mechanisms[@]}"; do
    new_id
    compose --server "$(url "${mechanism:+&auth=$mechanism}")" --to bob@example.test --subject 'Grüße' \
      --text 'Hello Bob' --message-id "$id"
    check_delivered "login ${mechanism:-by choice}" "$id"
    check "login ${mechanism:-by choice}: reported" says \
      'outcome == "accepted" and tls["protocol"][:4] == "TLSv" and (queueId is None or len(queueId) > 4) and error is None
       and recipients[0]["address"] == "bob@example.test" and recipients[0]["outcome"] == "accepted"
       and recipients[0]["code"] == 250 and len(recipients) == 1'
  done
  check 'text' python3 "$here/judge.py" text "$mail" 'Hello Bob'
}

check_attachments() {
  local big="$work/größe; \"100%\".bin" small="$work/empty.txt"
  new_id
  head -c 3000000 /dev/urandom >"$big"
  : >"$small"
  compose --server "$(url '')" --to bob@example.test --subject files --text 'With files' --html '<p>With files' \
    --attach "$big" --attach "$small;type=application/pdf;name=leer.pdf" --message-id "$id"
  check_delivered attachments "$id"
  check 'attachments: large' python3 "$here/judge.py" file "$mail" "${big##*/}" "$big"
  check 'attachments: empty' python3 "$here/judge.py" file "$mail" leer.pdf "$small"
  check 'attachments: text' python3 "$here/judge.py" text "$mail" 'With files'
}

check_ready_messages() {
  local sample name
  mkdir -p "$work/samples"
  python3 "$here/judge.py" samples "$work/samples"
  for sample in "$work"/samples/*.eml; do
    name=$(basename "$sample" .eml)
    send --server "$(url '')" --eml "$sample"
    check_delivered "ready message $name" "<$name@sample.test>"
    check "ready message $name: unchanged" python3 "$here/judge.py" same "$sample" "$mail" "$trace"
  done
}

check_refusals() {
  local message=(--subject no --text no)
  compose --server "$(url '')" --to reject5xx@example.test "${message[@]}"
  check 'unknown user: exit 67' exited 67
  check 'unknown user: reported' says \
    'outcome == "refused" and recipients[0]["code"] == 550 and recipients[0]["enhanced"] == "5.1.1"'
  compose --server "$(url '')" --to later4xx@example.test "${message[@]}"
  check 'not now: exit 75' exited 75
  compose --server "$(url '')" --to bob@elsewhere.test "${message[@]}"
  check 'foreign domain: exit 67' exited 67
  compose --server "$(url '')" --to bob@example.test,reject5xx@example.test "${message[@]}"
  check 'one of two, all wanted: exit 67' exited 67
  check 'one of two, all wanted: nothing sent' says \
    'outcome == "refused" and [r["outcome"] for r in recipients] == ["deferred", "refused"]'
  new_id
  compose --server "$(url '')" --to bob@example.test,reject5xx@example.test "${message[@]}" --accept at-least-one \
    --message-id "$id"
  check 'one of two, one will do: exit 67' exited 67
  check 'one of two, one will do: reported' says \
    'outcome == "partial" and [r["outcome"] for r in recipients] == ["accepted", "refused"]'
  check 'one of two, one will do: delivered' arrived "$id"
}

check_wrong_password() {
  compose --server "$(url '' wrong)" --to bob@example.test --subject no --text no
  check 'wrong password: exit 77' exited 77
  check 'wrong password: reported' says 'error["stage"] == "auth" and error["code"] == 535'
  sleep 1
  check 'wrong password: says goodbye' polite
}

polite() {
  ! grep -E "$impolite" "$home/log"
}

check_distrust() {
  compose --server "smtp://$user:$password_in_url@localhost:$port?tls=required" --to bob@example.test --subject no --text no
  check 'certificate of an unknown CA: exit 77' exited 77
  check 'certificate of an unknown CA: reported' says 'error["stage"] == "starttls" and tls is None'
}

# Before check_wrong_password, which is to be complained about, and check_distrust, which breaks off.
check_log() {
  local complaints
  sleep 1 # What is written behind the last reply.
  if complaints=$(grep -E "$faults" "$home/log"); then
    fail "the server complains: $complaints"
  else
    pass 'the server has no complaint'
  fi
}
