# Dovecot's submission server, which hands the mail on to a Postfix behind it. Sourced by interop/run; see
# servers/postfix/server.sh for the variables.

. "$here/dovecot.sh"

packages=(dovecot-core dovecot-submissiond postfix)
mechanisms=("${dovecot_passwords[@]}")
clear_mechanisms=()
token_mechanisms=(XOAUTH2 OAUTHBEARER)
needs_login=yes
expected=(8BITMIME BURL CHUNKING ENHANCEDSTATUSCODES SIZE PIPELINING)
limit=26214400
ways=(starttls clear)
faults='(Error|Fatal|Panic|Warning): |improper command pipelining|non-SMTP command|too many errors|bare <LF>|(fatal|panic): '
impolite='Disconnected: Connection closed|Aborted login by connection closed'
trace='Return-Path|X-Original-To|Delivered-To|Received'

version() { echo "Dovecot submission $(dovecot --version | cut -d' ' -f1)"; }

way() {
  case $1 in
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    clear) echo "smtp://localhost:$port?tls=none" ;;
  esac
}

# The two in the background of this process, which ends them with itself.
start() {
  local relay dovecot=
  relay=$(free_port)
  dovecot_files "$home"
  dovecot_configuration "$relay" >"$home/dovecot.conf"
  (
    . "$here/servers/postfix/server.sh"
    port=$relay home=$home/relay trusted=127.0.0.0/8
    mkdir "$home"
    start
  ) &
  local postfix=$!
  trap 'kill -TERM $postfix $dovecot 2>/dev/null; wait; exit 0' TERM INT
  until_true 30 answers "$relay"
  dovecot -F -c "$home/dovecot.conf" &
  dovecot=$!
  wait
}

delivered() { find "$home/relay/mail/inbox/new" -type f 2>/dev/null; }

dovecot_configuration() {
  dovecot_common "$home" submission
  cat <<EOF
submission_relay_host = 127.0.0.1
submission_relay_port = $1
submission_max_mail_size = 26214400
service submission-login {
  inet_listener submission {
    port = $port
  }
}
EOF
}
