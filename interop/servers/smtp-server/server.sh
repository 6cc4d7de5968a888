# Nodemailer's smtp-server, from npm. Sourced by interop/run; see servers/postfix/server.sh.

packages=()
mechanisms=(PLAIN LOGIN CRAM-MD5)
clear_mechanisms=()
token_mechanisms=(XOAUTH2)
needs_login=yes
expected=(PIPELINING 8BITMIME SMTPUTF8 ENHANCEDSTATUSCODES DSN SIZE REQUIRETLS)
limit=26214400
ways=(starttls clear implicit lmtp)
faults='fault: '
impolite='lost connection'
trace='X-None'
tls_port=$(free_port) lmtp_port=$(free_port)
patience=120 # npm fetches it, the first time
smtp_server=3.21.6
modules=${XDG_CACHE_HOME:-$HOME/.cache}/paloma-interop/smtp-server-$smtp_server

version() { echo "smtp-server $smtp_server"; }

token() { echo tok-42; }

way() {
  case $1 in
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    implicit) echo "smtps://localhost:$tls_port?trust=$certificates/ca.pem" ;;
    clear) echo "smtp://localhost:$port?tls=none" ;;
    lmtp) echo "lmtp://localhost:$lmtp_port?tls=required&trust=$certificates/ca.pem" ;;
  esac
}

start() {
  command -v node >/dev/null && command -v npm >/dev/null || need nodejs npm
  if [ ! -d "$modules/node_modules/smtp-server" ]; then
    mkdir -p "$modules"
    npm install --silent --no-audit --no-fund --prefix "$modules" "smtp-server@$smtp_server"
  fi
  mkdir -p "$home/mail"
  NODE_PATH=$modules/node_modules exec node "$here/servers/smtp-server/server.cjs" "$home/mail" "$certificates" "$port" \
    "$tls_port" "$lmtp_port" "$user" "$password" "$(token)"
}

delivered() { find "$home/mail" -name '*.eml' -type f 2>/dev/null; }
