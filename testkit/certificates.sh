#!/bin/sh
# Makes the kit's test certificates anew: a private authority and what it signed, all in one PKCS#12 file.
# The authority's own key is thrown away, so nothing more can be signed in its name.
# Needs only the JDK's keytool. Run it from anywhere; commit the result.
set -eu

out="$(cd "$(dirname "$0")" && pwd)/src/main/resources/dev/paloma/testkit/certificates.p12"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
store="$work/all.p12"
secret=testkit

tool() {
  command="$1"
  shift
  keytool "$command" -keystore "$store" -storetype PKCS12 -storepass "$secret" "$@"
}

# EC keys: small certificates, fast handshakes. A century from a fixed date, so that no test ages.
pair() {
  alias="$1"
  shift
  tool -genkeypair -alias "$alias" -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA "$@" 2>/dev/null
}

signed() {
  alias="$1"
  name="$2"
  start="$3"
  days="$4"
  shift 4
  pair "$alias" -dname "$name" -startdate "$start" -validity "$days"
  tool -certreq -alias "$alias" -file "$work/$alias.csr"
  tool -gencert -alias authority -infile "$work/$alias.csr" -outfile "$work/$alias.pem" -rfc \
    -sigalg SHA256withECDSA -startdate "$start" -validity "$days" "$@"
  cat "$work/$alias.pem" "$work/authority.pem" >"$work/$alias.chain"
  tool -importcert -noprompt -alias "$alias" -file "$work/$alias.chain" 2>/dev/null
}

always='2020/01/01 00:00:00'
century=36500
server='eku=serverAuth'

pair authority -dname 'CN=Paloma Test Authority' -startdate "$always" -validity "$century" \
  -ext bc:c=ca:true -ext ku:c=keyCertSign,cRLSign
tool -exportcert -rfc -alias authority -file "$work/authority.pem" 2>/dev/null

signed good 'CN=mail.test' "$always" "$century" \
  -ext "$server" -ext 'san=dns:localhost,dns:mail.test,ip:127.0.0.1,ip:::1'
signed wrong_name 'CN=other.test' "$always" "$century" -ext "$server" -ext 'san=dns:other.test,ip:192.0.2.1'
signed expired 'CN=mail.test' '2001/01/01 00:00:00' 365 \
  -ext "$server" -ext 'san=dns:localhost,dns:mail.test,ip:127.0.0.1,ip:::1'
signed cn_only 'CN=localhost' "$always" "$century" -ext "$server"
signed ip_as_name 'CN=127.0.0.1' "$always" "$century" -ext "$server" -ext 'san=dns:127.0.0.1,dns:127.0.0.1.test'
signed client 'CN=client.test' "$always" "$century" -ext eku=clientAuth -ext 'san=email:client@mail.test'
pair self_signed -dname 'CN=mail.test' -startdate "$always" -validity "$century" \
  -ext "$server" -ext 'san=dns:localhost,dns:mail.test,ip:127.0.0.1,ip:::1'

tool -delete -alias authority
tool -importcert -noprompt -alias authority -file "$work/authority.pem" 2>/dev/null
cp "$store" "$out"
keytool -list -keystore "$out" -storepass "$secret"
