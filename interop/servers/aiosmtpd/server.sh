# Python's aiosmtpd: a server without PIPELINING, and an LMTP server. Sourced by interop/run; see servers/postfix/server.sh.

packages=(python3-aiosmtpd)
mechanisms=(PLAIN LOGIN)
clear_mechanisms=() token_mechanisms=()
needs_login=yes
expected=(SIZE 8BITMIME SMTPUTF8)
limit=26214400
ways=(starttls clear lmtp lmtp-socket)
faults='Traceback|fault: '
impolite='lost connection'
trace='X-None'
lmtp_port=$(free_port)

version() { echo "aiosmtpd $(dpkg-query -W -f '${Version}' python3-aiosmtpd | sed 's/-.*//')"; }

way() {
  case $1 in
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    clear) echo "smtp://localhost:$port?tls=none" ;;
    lmtp) echo "lmtp://localhost:$lmtp_port?tls=required&trust=$certificates/ca.pem" ;;
    lmtp-socket) echo "lmtp+unix:$home/lmtp.sock" ;;
  esac
}

start() {
  mkdir -p "$home/mail"
  exec /usr/bin/python3 "$here/servers/aiosmtpd/server.py" "$home/mail" "$certificates" "$port" "$lmtp_port" "$home/lmtp.sock" \
    "$user" "$password"
}

delivered() { find "$home/mail" -name '*.eml' -type f 2>/dev/null; }
