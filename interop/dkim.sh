# Random messages of Paloma's, signed, sent by DATA and by BDAT, and verified by other people's programs: python3-dkim
# (RSA and Ed25519) and opendkim-testmsg. Sourced by interop/run.

try_dkim() {
  passed=0 failed=0
  local folder=$work/dkim count=${DKIM_COUNT:-150} seed=${CORPUS_SEED:-2026}
  mkdir "$folder"
  need python3 python3-dkim python3-dnspython python3-nacl opendkim-tools openssl || exit 1
  echo "  $count messages, CORPUS_SEED=$seed"
  openssl genrsa -traditional -out "$folder/rsa.pem" 2048 2>/dev/null
  openssl genpkey -algorithm ed25519 -out "$folder/ed25519.pem"
  check 'signed, and arrived the same by DATA and BDAT' make_dkim "$folder" "$count" "$seed"
  sign_by_command "$folder"
  # opendkim-testmsg asks the DNS, and can't be told which: it gets a view of this machine in which resolv.conf names ours.
  echo 'nameserver 127.77.0.53' >"$work/resolv.conf"
  unshare --mount --propagation private sh -c 'mount --bind "$1" /etc/resolv.conf && exec "$2" "$3"' \
    sh "$work/resolv.conf" "$here/dkimcheck.py" "$folder" >"$work/verified" || true
  sed '$d' "$work/verified"
  add "$(tail -n 1 "$work/verified")"
  summary >"$work/counts" || true
}

make_dkim() {
  (cd "$root" && ./mvnw -q -pl interop -am test -Dtest=DkimTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Ddkim.folder="$1" -Dcorpus.count="$2" -Dcorpus.seed="$3") </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
}

# The real command, with both keys: composed, and a ready mail. What it stores is verified with the others.
sign_by_command() {
  local folder=$1 keys
  keys=(--dkim "domain=example.org,selector=rsa,key=$folder/rsa.pem"
    --dkim "domain=example.org,selector=ed25519,key=$folder/ed25519.pem")
  printf '%s\n' 'From: alice@example.org' 'To: bob@example.test' 'Date: Mon, 23 Nov 2026 10:00:00 +0000' '' . '..dots ' ' ' '' \
    >"$work/ready.eml"
  signed composed "${keys[@]}" --from alice@example.org --to bob@example.test --subject 'Grüße' --text 'Grüße' \
    --attach "$0"
  signed ready "${keys[@]}" --eml "$work/ready.eml"
}

signed() {
  local name=$1
  shift
  if "$root/paloma" send --server "maildir:$work/signed-$name" "$@" >"$work/out" 2>&1 </dev/null; then
    pass "send --dkim, $name"
    cp "$work/signed-$name"/new/* "$folder/command-$name.eml"
  else
    fail "send --dkim, $name: $(cat "$work/out")"
  fi
}
