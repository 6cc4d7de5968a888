#!/bin/bash
# certificates.sh FOLDER: a CA of our own (ca.pem) and a server certificate by it (server.pem, server.key) for localhost.
set -eu
cd "$1"
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj '/CN=Paloma interop CA' 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj '/CN=localhost' 2>/dev/null
cat >extensions <<'X'
subjectAltName = DNS:localhost, IP:127.0.0.1
extendedKeyUsage = serverAuth
basicConstraints = CA:FALSE
X
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 \
  -extfile extensions -out server.pem 2>/dev/null
chmod 600 ca.key server.key
chmod 644 ca.pem server.pem
