# Postfix that asks Dovecot about passwords and tokens. Sourced by interop/run; see servers/postfix/server.sh.

. "$here/servers/postfix/server.sh"
. "$here/dovecot.sh"

packages=(postfix dovecot-core)
mechanisms=("${dovecot_passwords[@]}")
token_mechanisms=(XOAUTH2 OAUTHBEARER)

version() { echo "Postfix $(postconf -h mail_version) with Dovecot's SASL"; }

eval "postfix_$(declare -f start)" # the one of servers/postfix, by another name

start() {
  local auth=$home/auth dovecot= postfix=
  dovecot_files "$auth"
  dovecot_configuration "$auth" >"$auth/dovecot.conf"
  dovecot -F -c "$auth/dovecot.conf" &
  dovecot=$!
  trap 'kill -TERM $postfix $dovecot 2>/dev/null; wait; exit 0' TERM INT
  until_true 30 [ -S "$auth/socket" ]
  (postfix_start) &
  postfix=$!
  wait
}

sasl() { :; }

sasl_settings() {
  cat <<EOF
smtpd_sasl_type = dovecot
smtpd_sasl_path = $home/auth/socket
EOF
}

# No protocol of its own: only the socket.
dovecot_configuration() {
  dovecot_common "$1" none | sed 's/^protocols = .*/protocols =/'
  cat <<EOF
service auth {
  unix_listener $1/socket {
    mode = 0666
  }
}
EOF
}
