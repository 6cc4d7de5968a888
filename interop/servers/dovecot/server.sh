# Dovecot's submission server, which hands the mail on to a Postfix behind it. Sourced by interop/run; see
# servers/postfix/server.sh for the variables.

packages=(dovecot-core dovecot-submissiond postfix)
mechanisms=(PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256)
clear_mechanisms=()
token_mechanisms=()
ways=(clear starttls)
expected=(8BITMIME BURL CHUNKING ENHANCEDSTATUSCODES SIZE PIPELINING)
needs_login=yes
limit=26214400
version() { echo "Dovecot $(dovecot --version | sed 's/ .*//')"; }
way() {
  case $1 in
    clear) echo "smtp://localhost:$port?tls=none" ;;
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
  esac
}
faults='(Error|Fatal|Panic|Warning): |improper command pipelining|non-SMTP command|too many errors|bare <LF>|(fatal|panic): '
impolite='Disconnected: Connection closed|Aborted login by connection closed'
trace='Return-Path|X-Original-To|Delivered-To|Received'

# The two in the background of this process, which ends them with itself.
start() {
  local relay dovecot=
  relay=$(free_port)
  mkdir -p "$home/base" "$home/mail"
  chown nobody:nogroup "$home/mail"
  printf '%s:{PLAIN}%s\n' "$user" "$password" >"$home/users"
  chmod 644 "$home/users"
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
  cat <<EOF
base_dir = $home/base
protocols = submission
listen = 127.0.0.1
log_path = /dev/stderr
auth_failure_delay = 0
instance_name = paloma
hostname = mx.$realm
ssl = yes
ssl_cert = <$certificates/server.pem
ssl_key = <$certificates/server.key
disable_plaintext_auth = yes
auth_mechanisms = ${mechanisms[*],,}
passdb {
  driver = passwd-file
  args = scheme=PLAIN $home/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$home/mail/%n allow_all_users=yes
}
first_valid_uid = 100
mail_location = maildir:~/Maildir
submission_relay_host = 127.0.0.1
submission_relay_port = $1
submission_max_mail_size = 26214400
# Else each wrong password makes the next login wait longer, up to 15 seconds.
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service submission-login {
  inet_listener submission {
    port = $port
  }
}
EOF
}
