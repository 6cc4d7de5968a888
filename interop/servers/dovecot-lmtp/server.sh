# Dovecot's LMTP server, by a UNIX socket and by TCP. Sourced by interop/run; see servers/postfix/server.sh.

. "$here/dovecot.sh"

packages=(dovecot-core dovecot-lmtpd)
command_checks=no
mechanisms=() clear_mechanisms=() token_mechanisms=()
needs_login=no
refuses=no # every address has a mailbox
expected=(8BITMIME CHUNKING ENHANCEDSTATUSCODES PIPELINING)
limit=0
ways=(lmtp lmtp-socket)
faults='(Error|Fatal|Panic|Warning): |too many errors'
trace='Return-Path|Delivered-To|Received'

version() { echo "Dovecot LMTP $(dovecot --version | cut -d' ' -f1)"; }

way() {
  case $1 in
    lmtp) echo "lmtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    lmtp-socket) echo "lmtp+unix:$home/lmtp.sock" ;;
  esac
}

start() {
  dovecot_files "$home"
  dovecot_configuration >"$home/dovecot.conf"
  exec dovecot -F -c "$home/dovecot.conf"
}

# Of mails to several people Dovecot doesn't say in the mail whose copy it is, but each has a folder.
delivered() {
  local file user
  find "$home/mail" -path '*/new/*' -type f ! -name '*.json' 2>/dev/null | while read -r file; do
    user=${file#"$home/mail/"}
    [ -e "$file.json" ] || printf '{"to":["%s@example.test"]}' "${user%%/*}" >"$file.json"
    echo "$file"
  done
}

dovecot_configuration() {
  dovecot_common "$home" lmtp
  cat <<EOF
lmtp_add_received_header = yes
service lmtp {
  unix_listener $home/lmtp.sock {
    mode = 0666
  }
  inet_listener lmtp {
    address = 127.0.0.1
    port = $port
  }
}
EOF
}
