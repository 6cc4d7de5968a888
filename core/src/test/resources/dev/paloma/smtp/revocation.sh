#!/bin/sh
# Makes the certificates and the list of RevocationTest anew: an authority, one certificate that it has revoked and one
# that it hasn't. Needs only the JDK's keytool. The authority's key is thrown away. Run it from anywhere; commit the result.
set -eu

here="$(cd "$(dirname "$0")" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
start='2020/01/01 00:00:00'
century=36500

tool() {
  command="$1"
  shift
  keytool "$command" -keystore "$work/all.p12" -storetype PKCS12 -storepass testkit "$@"
}

pair() {
  tool -genkeypair -alias "$1" -dname "CN=$2" -keyalg EC -groupname secp256r1 -sigalg SHA256withECDSA \
    -startdate "$start" -validity "$century" -ext "$3" -ext "$4" 2>/dev/null
}

pair authority 'Revoking Test Authority' bc:c=ca:true ku:c=keyCertSign,cRLSign
tool -exportcert -rfc -alias authority -file "$here/revoking-authority.pem" 2>/dev/null
for name in revoked valid; do
  pair "$name" mail.test eku=serverAuth san=dns:localhost
  tool -certreq -alias "$name" -file "$work/$name.csr"
  tool -gencert -alias authority -infile "$work/$name.csr" -outfile "$here/$name.pem" -rfc -sigalg SHA256withECDSA \
    -startdate "$start" -validity "$century" -ext eku=serverAuth -ext san=dns:localhost
done
serial="$(keytool -printcert -file "$here/revoked.pem" | sed -n 's/^Serial number: //p')"
tool -gencrl -rfc -alias authority -sigalg SHA256withECDSA -startdate "$start" -validity "$century" \
  -id "$((0x$serial))" -file "$here/revocation-list.pem"
