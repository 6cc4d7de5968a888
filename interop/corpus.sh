# Random messages of Paloma's, read back by other people's parsers, and sent on unchanged. Sourced by interop/run.

try_corpus() {
  passed=0 failed=0
  local folder=$work/corpus count=${CORPUS_COUNT:-600} seed=${CORPUS_SEED:-2026} result
  mkdir "$folder"
  need python3 libemail-mime-perl || exit 1
  echo "  $count messages, CORPUS_SEED=$seed"
  # The tests' own part: the same octets each time, and by --eml's way through an SMTP server unchanged.
  check 'made, and arrived unchanged' make_corpus "$folder" "$count" "$seed"
  for result in readback.py readback.pl; do
    "$here/$result" "$folder" >"$work/read"
    sed '$d' "$work/read"
    add "$(tail -n 1 "$work/read")"
    echo "  $result: $(tail -n 1 "$work/read")"
  done
  check_corpus_command "$folder"
  summary >"$work/counts" || true
}

make_corpus() {
  (cd "$root" && ./mvnw -q -pl interop -am test -Dtest=CorpusTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dcorpus.folder="$1" -Dcorpus.count="$2" -Dcorpus.seed="$3") </dev/null >"$work/maven.log" 2>&1 ||
    { tail -n 40 "$work/maven.log"; return 1; }
}

# A handful through the real command: "send --eml" to a Maildir by way of the inbox.
check_corpus_command() {
  local eml stored
  for eml in "$1"/0000.eml "$1"/0001.eml "$1"/0003.eml "$1"/0004.eml "$1"/0006.eml; do
    rm -rf "$XDG_DATA_HOME"
    if "$root/paloma" send --server inbox: --recipient bob@example.test --envelope-from alice@mail.test --eml "$eml" \
      >"$work/out" 2>&1 </dev/null; then
      stored=$(find "$XDG_DATA_HOME/paloma/inbox/new" -type f)
      check "send --eml ${eml##*/}" python3 "$here/judge.py" same "$eml" "$stored" 'Return-Path|Delivered-To|Received'
    else
      fail "send --eml ${eml##*/}: $(cat "$work/out")"
    fi
  done
}
