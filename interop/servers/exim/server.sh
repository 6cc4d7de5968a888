# Exim as a submission server. Its package and Postfix's exclude each other, so it runs in a view of / of its own. Sourced
# by interop/run; see servers/postfix/server.sh for the variables.

packages=(util-linux)
mechanisms=(PLAIN LOGIN CRAM-MD5)
clear_mechanisms=()
token_mechanisms=()
needs_login=yes
expected=(SIZE 8BITMIME DSN VRFY PIPELINING CHUNKING PRDR SMTPUTF8)
limit=26214400
ways=(starttls implicit clear)
tls_port=$(free_port)
faults='protocol (synchronization )?(error|violation)|unexpected disconnection|command timeout|TLS error|syntactically invalid|too many|Connection reset|bare LF|panic'
impolite='unexpected disconnection'
trace='Received|Return-path|Envelope-to'
patience=120 # its packages are fetched each time

version() { sed -n 's/.* \(exim\) \([0-9.]*\) daemon started.*/Exim \2/p' "$home/log" | head -n 1; }

way() {
  case $1 in
    starttls) echo "smtp://localhost:$port?tls=required&trust=$certificates/ca.pem" ;;
    implicit) echo "smtps://localhost:$tls_port?trust=$certificates/ca.pem" ;;
    clear) echo "smtp://localhost:$port?tls=none" ;;
  esac
}

start() {
  mkdir -p "$home/spool" "$home/mail"
  # One log, the one that is looked at.
  for log in main panic; do ln -s log "$home/${log}log"; done
  exim_configuration >"$home/exim.conf"
  cp "$certificates/server.pem" "$certificates/server.key" "$home"
  # shellcheck disable=SC2016
  exec "$here/private.sh" "$home" exim4-daemon-light -- /bin/bash -eu -c '
    cd "$1"
    chown Debian-exim:Debian-exim log spool mail server.key
    exec exim4 -C "$1/exim.conf" -bdf -q10m' exim "$home"
}

delivered() { find "$home/mail/inbox/new" -type f 2>/dev/null; }

exim_configuration() {
  cat <<EOF
primary_hostname = mx.$realm
spool_directory = $home/spool
log_file_path = $home/%slog
write_rejectlog = false
pid_file_path = $home/exim.pid
keep_environment =
deliver_drop_privilege = true
local_interfaces = 127.0.0.1
daemon_smtp_ports = $port : $tls_port
tls_on_connect_ports = $tls_port
recipients_max = 1000
smtp_accept_max = 100
smtp_accept_max_per_connection = 1000
smtp_accept_queue_per_connection = 0
host_lookup =
rfc1413_hosts =
tls_advertise_hosts = *
tls_certificate = $home/server.pem
tls_privatekey = $home/server.key
auth_advertise_hosts = \${if eq{\$tls_in_cipher}{}{}{*}}
chunking_advertise_hosts = *
smtputf8_advertise_hosts = *
dsn_advertise_hosts = *
prdr_enable = true
message_size_limit = 25M
domainlist local_domains = example.test
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = accept
acl_smtp_vrfy = accept
begin acl
acl_rcpt:
  deny domains = ! +local_domains
       message = 550 5.7.1 No relaying
  deny local_parts = reject5xx
       message = 550 5.1.1 No such user
  defer local_parts = later4xx
       message = 451 4.3.0 Not now
  accept authenticated = *
  deny message = 550 5.7.1 Log in first
begin routers
local:
  driver = accept
  domains = +local_domains
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = $home/mail/inbox
  create_directory
  envelope_to_add
  return_path_add
  user = Debian-exim
begin retry
* * F,2h,1m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{\$auth2}{$user}}{eq{\$auth3}{$password}}}}
  server_set_id = \$auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = \${if and{{eq{\$auth1}{$user}}{eq{\$auth2}{$password}}}}
  server_set_id = \$auth1
cram:
  driver = cram_md5
  public_name = CRAM-MD5
  server_secret = \${if eq{\$auth1}{$user}{$password}fail}
  server_set_id = \$auth1
EOF
}
