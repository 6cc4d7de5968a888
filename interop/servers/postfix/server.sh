# Postfix as a submission server, with a configuration and spool of its own. Sourced by interop/run, which sets
# home (a folder of this server's own), certificates, port, user, realm and password. A server may set patience (seconds until
# it answers); trusted names clients that needn't log in.
#
# Every server says how it is reached (ways, way), how one logs in (mechanisms; clear_mechanisms without TLS;
# token_mechanisms with token), what it offers inside TLS (expected), the size of mail it takes (limit), and where mail
# ends up (delivered; trace, the fields put on top of it).

packages=(postfix libsasl2-modules libsasl2-modules-db sasl2-bin)
mechanisms=(PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-512)
clear_mechanisms=(CRAM-MD5 SCRAM-SHA-256)
token_mechanisms=()
needs_login=yes
expected=(PIPELINING SIZE VRFY ETRN ENHANCEDSTATUSCODES 8BITMIME DSN SMTPUTF8 CHUNKING)
limit=26214400
ways=(starttls implicit clear)
tls_port=$(free_port) clear_port=$(free_port)
# What Postfix says of a client that doesn't keep to the protocol.
faults='improper command pipelining|non-SMTP command|lost connection|timeout after|too many errors|SSL_accept error|bare <LF>|(warning|fatal|panic): '
impolite='lost connection after AUTH'
trace='Return-Path|X-Original-To|Delivered-To|Received'

version() { echo "Postfix $(postconf -h mail_version)"; }

way() {
  case $1 in
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    implicit) echo "smtps://localhost:$tls_port?trust=$certificates/ca.pem" ;;
    clear) echo "smtp://localhost:$clear_port?tls=none" ;;
  esac
}

# In the foreground and in this process, so that its pid is the server's.
start() {
  local conf=$home/conf
  mkdir -p "$conf/sasl" "$home/spool" "$home/data" "$home/mail"
  chown postfix "$home/data"
  chown nobody:nogroup "$home/mail"
  postfix_main >"$conf/main.cf"
  postfix_services >"$conf/master.cf"
  sasl
  postfix -c "$conf" check
  # "postfix start-fg" leaves the master behind when it is stopped; the master itself ends on a signal.
  exec env MAIL_CONFIG="$conf" MAIL_LOGTAG=postfix /usr/lib/postfix/sbin/master -c "$conf" -s
}

# Where passwords are: Cyrus SASL's database.
sasl_settings() {
  cat <<EOF
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = $conf/sasl
EOF
}

sasl() {
  cat >"$conf/sasl/smtpd.conf" <<EOF
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $conf/sasl/sasldb2
mech_list: ${mechanisms[*]}
EOF
  printf %s "$password" | saslpasswd2 -p -c -u "$realm" -f "$conf/sasl/sasldb2" "$user"
  chown root:postfix "$conf/sasl/sasldb2"
  chmod 640 "$conf/sasl/sasldb2"
}

delivered() { find "$home/mail/inbox/new" -type f 2>/dev/null; }

postfix_main() {
  cat <<EOF
compatibility_level = 3.6
queue_directory = $home/spool
data_directory = $home/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = /dev/stdout
myhostname = mx.$realm
mydestination =
mynetworks = ${trusted:-}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
local_recipient_maps =
default_transport = error:no way out
message_size_limit = 26214400
# Else header fields of clients on this machine are rewritten.
local_header_rewrite_clients =
virtual_mailbox_domains = example.test
virtual_mailbox_base = $home/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
smtpd_tls_cert_file = $certificates/server.pem
smtpd_tls_key_file = $certificates/server.key
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
smtpd_sasl_auth_enable = yes
$(sasl_settings)
smtpd_error_sleep_time = 0
smtpd_sasl_local_domain = $realm
smtpd_sasl_security_options = noanonymous
smtpd_relay_restrictions = permit_auth_destination, reject
smtpd_recipient_restrictions = reject_unauth_destination,
  check_recipient_access inline:{{reject5xx@example.test = 550 5.1.1 No such user}, {later4xx@example.test = 451 4.3.0 Not now}},
  permit_sasl_authenticated, permit_mynetworks, reject
EOF
}

postfix_services() {
  cat <<EOF
127.0.0.1:$port inet n - n - - smtpd
127.0.0.1:$tls_port inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:$clear_port inet n - n - - smtpd
  -o smtpd_tls_security_level=none -o smtpd_tls_auth_only=no
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
EOF
}
