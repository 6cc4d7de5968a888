# Programs that pipe to sendmail, with a link to Paloma in its place, and a program of sendmail's kind that Paloma pipes
# to. Everything ends in Paloma's inbox. Nothing is put into /usr. Sourced by interop/run.

try_sendmail() {
  passed=0 failed=0
  home=$work/sendmail port=$(free_port) links=$work/sendmail/bin
  caught=$home/caught
  trap stop_server EXIT
  need git git-email libmailtools-perl bsd-mailx s-nail php-cli swaks msmtp python3 || exit 1
  mkdir -p "$links" "$home/samples"
  ln -s "$root/paloma" "$links/sendmail"
  ln -s "$root/paloma" "$links/mailq"
  export PALOMA_SERVER=smtp://127.0.0.1:$port HOME=$home
  unset PALOMA_SENDMAIL XDG_CONFIG_HOME MAILRC
  "$root/paloma" --version >/dev/null # built before anybody waits for it
  "$root/paloma" inbox --port "$port" --maildir "$caught" >>"$home/log" 2>&1 </dev/null &
  server=$!
  if until_true 30 answers "$port"; then
    check_ready_by_link
    check_git
    check_mailx
    check_php
    check_swaks
    check_trouble
    check_queue
    check_msmtp
  else
    fail "the inbox doesn't start: $(tail -n 5 "$home/log")"
  fi
  [ "$failed" -eq 0 ] || tail -n 30 "$home/log"
  summary >"$work/counts" || true
}

trace='Return-Path|Delivered-To|Received'

# caught NAME COMMAND...: that the command ends with 0 and leaves one mail, whose file is in $mail then.
caught() {
  local name=$1
  shift
  rm -rf "$caught"/new/*
  mail=/dev/null code=0
  "$@" >"$home/out" 2>&1 || code=$?
  if [ "$code" -ne 0 ]; then
    fail "$name: exit code $code: $(head -n 5 "$home/out")"
  elif [ "$(find "$caught/new" -type f | wc -l)" -ne 1 ]; then
    fail "$name: $(find "$caught/new" -type f | wc -l) mails instead of one"
  else
    mail=$(find "$caught/new" -type f)
    pass "$name"
  fi
}

went_to() { [ "$(grep -c "^Delivered-To: <*$1>*.$" "$mail")" -eq 1 ] || { grep '^Delivered-To' "$mail"; return 1; }; }

# Octet for octet, in the ways that cron, at and scripts call it.
check_ready_by_link() {
  local sample
  python3 "$here/judge.py" samples "$home/samples"
  for sample in "$home"/samples/*.eml; do
    sed '1i Date: Mon, 23 Nov 2026 10:00:00 +0000\r' "$sample" >"$sample.crlf"
    tr -d '\r' <"$sample.crlf" >"$sample.lf"
    for form in lf crlf; do
      caught "sendmail -t -i, ${sample##*/}, $form" sh -c '"$1" -t -i <"$2"' sh "$links/sendmail" "$sample.$form"
      check 'arrived as it was' python3 "$here/judge.py" same "$sample.crlf" "$mail" "$trace"
      check 'to whom it names' went_to bob@example.test
    done
  done
  caught 'as cron calls it' sh -c '"$1" -FCronDaemon -i -B8BITMIME -oem root' sh "$links/sendmail" <<CRON
From: root (Cron Daemon)
To: root
Subject: Cron <root@$(hostname)> date

.
the end
CRON
  check 'cron: from a whole address' grep -q '^From: root@[^ ]* (Cron Daemon)' "$mail"
  check 'cron: all of the text' grep -q '^the end' "$mail"
  check 'mailq' sh -c '"$1" | grep -q "^Mail queue is empty"' sh "$links/mailq"
}

# An outbox in between: the program is done when the mail is stored, and what a worker delivers is the same.
check_queue() {
  local sample
  sample=$(find "$home/samples" -name '*.eml' | sort | head -n 1)
  export PALOMA_OUTBOX=sqlite:$home/outbox.db
  rm -rf "$caught"/new/*
  check 'outbox: taken' sh -c '"$1" -t -i <"$2"' sh "$links/sendmail" "$sample.lf"
  check 'outbox: not sent yet' [ -z "$(find "$caught/new" -type f)" ]
  check 'outbox: mailq lists it' sh -c '"$1" | grep -q "^ *bob@example.test$"' sh "$links/mailq"
  caught 'outbox: delivered' "$root/paloma" outbox run --server "$PALOMA_SERVER" --until-empty
  check 'outbox: arrived as it was' python3 "$here/judge.py" same "$sample.crlf" "$mail" "$trace"
  check 'outbox: mailq is empty' sh -c '"$1" | grep -q "^Mail queue is empty"' sh "$links/mailq"
  unset PALOMA_OUTBOX
}

# What arrives must be the same commit when it is applied again.
check_git() {
  local git=(git -c user.name='Jürgen Müller' -c user.email=juergen@example.test -c commit.gpgSign=false)
  mkdir "$home/one" && git -C "$home/one" init -q
  printf 'one\n.\n..two\nFrom here\n' >"$home/one/file"
  (cd "$home/one" && "${git[@]}" add file && "${git[@]}" commit -qm 'First' &&
    printf 'Grüße\n.\n\ttab \nlast line without its end' >file && "${git[@]}" commit -qam 'Größer: a second one

.
A paragraph after a dot.')
  git clone -q "$home/one" "$home/two" && git -C "$home/two" reset -q --hard HEAD~1
  git -C "$home/one" config sendemail.smtpServer "$links/sendmail"
  caught 'git send-email' sh -c 'cd "$1" && git -c user.name=Jürgen -c user.email=juergen@example.test send-email \
    --quiet --confirm=never --to=bob@example.test --cc="Cy Ä <cy@example.test>" --bcc=di@example.test \
    --suppress-cc=all --8bit-encoding=UTF-8 HEAD~1' sh "$home/one"
  check 'git: bcc only in the envelope' went_to di@example.test
  check 'git: no Bcc' not_in_header '^Bcc:'
  tr -d '\r' <"$mail" >"$home/patch"
  check 'git: the same commit again' same_commit
}

not_in_header() { ! sed '/^.$/q' "$mail" | grep -qi "$1"; }

same_commit() {
  (cd "$home/two" && git -c user.name=x -c user.email=x@example.test am -q "$home/patch") || return 1
  [ "$(git -C "$home/one" log -1 --format='%T %an %ae %B')" = "$(git -C "$home/two" log -1 --format='%T %an %ae %B')" ]
}

check_mailx() {
  local text=$'Hello Bob\n.\n.. and more' arrives=$'Hello Bob\r\n.\r\n.. and more'
  echo "set sendmail=$links/sendmail" >"$home/mailrc"
  caught 'bsd-mailx' sh -c 'echo "$2" | MAILRC=$1 bsd-mailx -s "A report" -b di@example.test bob@example.test' \
    sh "$home/mailrc" "$text"
  check 'bsd-mailx: text' python3 "$here/judge.py" text "$mail" "$arrives"
  check 'bsd-mailx: bcc' went_to di@example.test
  head -c 100000 /dev/urandom >"$home/data.bin"
  caught 's-nail' sh -c 'echo "$3" | s-nail -n -S mta="$1" -S sendwait -S ttycharset=utf-8 -s "Grüße" -a "$2" \
    -r ann@example.test bob@example.test' sh "$links/sendmail" "$home/data.bin" "$text"
  check 's-nail: text' python3 "$here/judge.py" text "$mail" "$arrives"
  check 's-nail: attachment' python3 "$here/judge.py" file "$mail" data.bin "$home/data.bin"
  check 's-nail: -r is the sender' grep -q '^Return-Path: <ann@example.test>' "$mail"
}

check_php() {
  caught 'php mail()' php -d sendmail_path="$links/sendmail -t -i" -r '
    exit(mail("Bob <bob@example.test>", "Hello", "One\n.\nthree\n", ["From" => "web@example.test",
      "Bcc" => "di@example.test"], "-fbounce@example.test") ? 0 : 1);'
  check 'php: text' python3 "$here/judge.py" text "$mail" $'One\r\n.\r\nthree'
  check 'php: sender' grep -q '^Return-Path: <bounce@example.test>' "$mail"
  check 'php: bcc' went_to di@example.test
  check 'php: failure is false' not_sent php -d sendmail_path="$links/sendmail -t -i" -r '
    exit(mail("bob@example.test", "x", "x") ? 0 : 1);'
}

not_sent() { ! PALOMA_SERVER=smtp://127.0.0.1:1 "$@" >"$home/out" 2>&1; }

check_swaks() {
  caught 'sendmail -bs, by swaks' swaks --pipe "$links/sendmail -bs" --ehlo localhost --from ann@example.test \
    --to bob@example.test,cy@example.test --body 'Hello
.
Bob'
  check 'swaks: text' python3 "$here/judge.py" text "$mail" $'Hello\r\n.\r\nBob'
  check 'swaks: the second recipient' went_to cy@example.test
}

check_trouble() {
  code=0
  printf 'Subject: x\n\nx\n' >"$home/x.eml"
  PALOMA_SERVER=smtp://127.0.0.1:1 "$links/sendmail" bob@example.test <"$home/x.eml" >"$home/out" 2>&1 || code=$?
  check 'no server there: 75' [ "$code" -eq 75 ]
  code=0
  PALOMA_SERVER='' "$links/sendmail" bob@example.test <"$home/x.eml" >"$home/out" 2>&1 || code=$?
  check 'no server named: 78' [ "$code" -eq 78 ]
  code=0
  PALOMA_SERVER=sendmail:$links/sendmail "$links/sendmail" bob@example.test <"$home/x.eml" >"$home/out" 2>&1 || code=$?
  check 'a server that is itself: 78' [ "$code" -eq 78 ]
}

# The other way round: Paloma hands a mail to a program of that kind.
check_msmtp() {
  local sample program="sendmail:/usr/bin/msmtp?arg=-C&arg=$home/msmtprc&arg=-a&arg=inbox"
  printf 'account inbox\nhost 127.0.0.1\nport %s\ntls off\nauth off\nset_msgid_header off\nset_date_header off\n' "$port" \
    >"$home/msmtprc"
  chmod 600 "$home/msmtprc"
  for sample in "$home"/samples/*.eml; do
    caught "msmtp, ${sample##*/}" "$root/paloma" send --server "$program" --eml "$sample" --envelope-from '' \
      --recipient bob@example.test --recipient di@example.test
    check 'msmtp: arrived as it was' python3 "$here/judge.py" same "$sample" "$mail" "$trace"
    check 'msmtp: the second recipient' went_to di@example.test
  done
  sed -i 's/^port .*/port 1/' "$home/msmtprc"
  code=0
  "$root/paloma" send --server "$program" --to bob@example.test --from ann@example.test --text x >"$home/out" 2>&1 || code=$?
  check 'msmtp: no server there: its exit code and words' said_unavailable
}

said_unavailable() { [ "$code" -ne 0 ] && grep -q 'it said: msmtp: ' "$home/out" || { cat "$home/out"; return 1; }; }
