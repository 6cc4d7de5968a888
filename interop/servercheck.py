#!/usr/bin/env python3
"""Compares what "paloma check --json" says of a server with what other programs print of it; exit code 0 if they agree,
else a line for each difference.

servercheck.py tls JSON S_CLIENT      protocol, cipher, certificates, by openssl s_client -showcerts
servercheck.py offer JSON SWAKS       greeting, capabilities before and inside TLS, by swaks --tls --quit-after EHLO
servercheck.py replies JSON SWAKS     replies to MAIL and RCPT, by swaks --quit-after RCPT
"""
import json
import re
import subprocess
import sys
from pathlib import Path

CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def x509(pem, *options):
    run = subprocess.run(["openssl", "x509", "-noout", *options], input=pem, capture_output=True, text=True, check=True)
    return run.stdout.strip()


def field(pem, *options):
    return x509(pem, *options).split("=", 1)[1].strip()


def tls(said, printed):
    agreed = re.search(r"^New, (\S+), Cipher is (\S+)$", printed, re.MULTILINE)
    yield "protocol", said["tls"]["protocol"], agreed.group(1)
    yield "cipher", said["tls"]["cipher"], agreed.group(2)
    yield "verified", said["tls"]["verified"], "Verify return code: 0 (ok)" in printed
    sent = CERTIFICATE.findall(printed.split("\nServer certificate\n")[0])
    yield "number of certificates", len(said["tls"]["certificates"]), len(sent)
    for number, (shown, pem) in enumerate(zip(said["tls"]["certificates"], sent)):
        iso = ["-dateopt", "iso_8601"]
        theirs = {
            "subject": field(pem, "-subject", "-nameopt", "RFC2253"),
            "issuer": field(pem, "-issuer", "-nameopt", "RFC2253"),
            "notBefore": field(pem, "-startdate", *iso).replace(" ", "T"),
            "notAfter": field(pem, "-enddate", *iso).replace(" ", "T"),
            "sha256": field(pem, "-fingerprint", "-sha256").replace(":", "").lower(),
        }
        for name, value in theirs.items():
            yield "certificate %d: %s" % (number, name), shown[name], value
        names = re.findall(r"(?:DNS|IP Address):([^,\s]+)", x509(pem, "-ext", "subjectAltName"))
        yield "certificate %d: names" % number, sorted(shown["names"]), sorted(names)


def timeless(greeting):
    """Some servers tell the time."""
    return re.sub(r"\d\d:\d\d:\d\d", "hh:mm:ss", greeting)


def offer(said, printed):
    greeting = re.search(r"^<-  (220[ -].*)$", printed, re.MULTILINE).group(1)
    yield "greeting", timeless("220 " + said["greeting"]["text"].split("\n")[0]), timeless(greeting[:3] + " " + greeting[4:])
    for name, arrow in (("beforeTls", "<- "), ("afterTls", "<~ ")):
        lines = re.findall("^" + arrow + r" 250[ -](.*)$", printed, re.MULTILINE)
        yield name, said["capabilities"][name], [line.strip().upper() for line in lines[1:]]
        mechanisms = [line.split()[1:] for line in lines if line.upper().startswith("AUTH ")]
        yield "AUTH " + name, said["auth"][name], mechanisms[0] if mechanisms else []


def replies(said, printed):
    for name in ("mail", "rcpt"):
        command = "MAIL FROM" if name == "mail" else "RCPT TO"
        theirs = re.search(r"^ ~> %s.*\n<(?:~ |~\*) +(.*)$" % command, printed, re.MULTILINE).group(1)
        ours = said["mail"][name]
        yield name, "%d %s" % (ours["code"], ours["text"].split("\n")[0]), theirs


def main(what, ours, theirs):
    said = json.loads(Path(ours).read_text())
    printed = Path(theirs).read_text()
    try:
        differences = [d for d in {"tls": tls, "offer": offer, "replies": replies}[what](said, printed) if d[1] != d[2]]
    except (AttributeError, IndexError, TypeError) as e:
        print("          can't compare (%s):\n%s\n%s" % (e, said, printed))
        return 1
    for name, shown, real in differences:
        print("          %s: we say %r, they say %r" % (name, shown, real))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
