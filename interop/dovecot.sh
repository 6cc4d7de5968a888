# What the servers that use Dovecot have in common: users, tokens, its configuration. Sourced by their server.sh.

dovecot_passwords=(PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256)

# A token of the user's, signed with the key that Dovecot has.
token() {
  python3 - "$user" <<'P'
import base64, hmac, json, sys, time
def part(octets): return base64.urlsafe_b64encode(octets).rstrip(b"=")
now = int(time.time())
claims = {"sub": sys.argv[1], "username": sys.argv[1], "iss": "interop", "iat": now - 60, "nbf": now - 60, "exp": now + 86400, "scope": "mail"}
text = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode()) + b"." + part(json.dumps(claims).encode())
print((text + b"." + part(hmac.new(b"secret-signing-key-0123456789abcdef", text, "sha256").digest())).decode(), end="")
P
}

# dovecot_files FOLDER: where users, keys and mail are.
dovecot_files() {
  mkdir -p "$1/base" "$1/mail" "$1/keys/default/HS256"
  chown nobody:nogroup "$1/mail"
  printf '%s:{PLAIN}%s\n' "$user" "$password" >"$1/users"
  printf secret-signing-key-0123456789abcdef | base64 -w0 >"$1/keys/default/HS256/default"
  cat >"$1/oauth2.conf" <<EOF
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=$1/keys/
username_attribute = username
active_attribute = scope
active_value = mail
EOF
  chmod -R a+rX "$1/keys" "$1/oauth2.conf" "$1/users"
}

# dovecot_common FOLDER PROTOCOLS: its configuration, but for the services. Nobody waits longer after a wrong password.
dovecot_common() {
  cat <<EOF
base_dir = $1/base
protocols = $2
listen = 127.0.0.1
log_path = /dev/stderr
auth_failure_delay = 0
instance_name = paloma-$2
hostname = mx.$realm
ssl = yes
ssl_cert = <$certificates/server.pem
ssl_key = <$certificates/server.key
disable_plaintext_auth = yes
auth_mechanisms = ${dovecot_passwords[*],,} xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = $1/oauth2.conf
}
passdb {
  driver = passwd-file
  mechanisms = ${dovecot_passwords[*],,}
  args = scheme=PLAIN $1/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$1/mail/%n allow_all_users=yes
}
first_valid_uid = 100
mail_location = maildir:~/Maildir
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
EOF
}
