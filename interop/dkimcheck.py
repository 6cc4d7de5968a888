#!/usr/bin/python3
# Debian's own Python, for which its packages are.
"""dkimcheck.py FOLDER: verifies each *.eml in it, signed with rsa.pem and then with ed25519.pem as example.org.

By python3-dkim, both signatures, and by opendkim-testmsg, each signature alone; and that none holds any more once an
octet of the header or the body is another. Answers opendkim's questions to the DNS at 127.77.0.53, to which
/etc/resolv.conf must point. Ends with "N passed, M failed".
"""
import base64
import random
import re
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dkim
import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset

ADDRESS = ("127.77.0.53", 53)
KINDS = ("rsa", "ed25519")


def records(folder):
    """The TXT records of the keys, by openssl."""
    found = {}
    for kind in KINDS:
        public = subprocess.run(
            ["openssl", "pkey", "-in", folder / (kind + ".pem"), "-pubout", "-outform", "DER"],
            check=True, capture_output=True).stdout
        octets = public[-32:] if kind == "ed25519" else public
        found["%s._domainkey.example.org." % kind] = "v=DKIM1; k=%s; p=%s" % (kind, base64.b64encode(octets).decode())
    return found


def answer(server, texts):
    while True:
        wire, asker = server.recvfrom(4096)
        query = dns.message.from_wire(wire)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        question = query.question[0]
        text = texts.get(str(question.name).lower())
        if text and question.rdtype == dns.rdatatype.TXT:
            pieces = " ".join('"%s"' % text[i:i + 200] for i in range(0, len(text), 200))
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", pieces))
        server.sendto(reply.to_wire(), asker)


def split(octets):
    """The two signatures, and the mail without them."""
    fields = re.match(rb"((?:DKIM-Signature:.*\r\n(?:[ \t].*\r\n)*){2})", octets).group(1)
    return re.findall(rb"DKIM-Signature:.*\r\n(?:[ \t].*\r\n)*", fields), octets[len(fields):]


def changed(octets, chance):
    """The mail with another letter in the value of a signed field, and with another one in its body."""
    header, _, body = octets.partition(b"\r\n\r\n")
    values = [m for m in re.finditer(rb"(?mi)^(?:From|Subject|Date|Message-ID|To): *(.*[A-Za-z0-9].*?)\r?$", header)]
    yield "header", replaced(header, chance.choice(values).span(1), chance) + b"\r\n\r\n" + body
    if re.search(rb"[A-Za-z0-9]", body):
        yield "body", header + b"\r\n\r\n" + replaced(body, (0, len(body)), chance)
    else:
        yield "body", octets + b"x\r\n"


def replaced(octets, span, chance):
    places = [i for i in range(*span) if octets[i:i + 1].isalnum()]
    place = chance.choice(places)
    other = b"y" if octets[place:place + 1] == b"x" else b"x"
    return octets[:place] + other + octets[place + 1:]


def by_python(octets, texts, place):
    def ask(name, timeout=5):
        return texts[name.decode()].encode()
    try:
        return dkim.DKIM(octets, minkey=1024).verify(idx=place, dnsfunc=ask)
    except dkim.DKIMException as e:
        return repr(e) if "mismatch" not in str(e) else False


def by_opendkim(octets):
    run = subprocess.run(["opendkim-testmsg"], input=octets, capture_output=True, timeout=60)
    said = (run.stdout + run.stderr).decode(errors="replace").strip()
    return True if run.returncode == 0 and not said else said


def judge(file, texts):
    """What is wrong with this mail, and how many verdicts there were. By BDAT the same octets came as by DATA, so what
    takes long is asked once for both."""
    octets = file.read_bytes()
    wrong, count = [], 0
    signatures, rest = split(octets)
    chance = random.Random(file.name)
    thorough = not file.stem.endswith("-bdat")
    for place, kind in enumerate(KINDS):
        verdicts = [("python3-dkim", True, by_python(octets, texts, place))]
        if thorough or kind == "rsa":
            verdicts.append(("opendkim", True, by_opendkim(signatures[place] + rest)))
        for where, other in changed(rest, chance) if thorough else ():
            verdicts.append(("python3-dkim, another " + where, False, by_python(signatures[place] + other, texts, 0)))
            if file.name.startswith("00"):
                verdicts.append(("opendkim, another " + where, False, by_opendkim(signatures[place] + other) is True))
        count += len(verdicts)
        wrong += ["%s, %s, %s: %s" % (file.name, kind, who, got) for who, want, got in verdicts if got is not want]
    return wrong, count


def main(folder):
    texts = records(folder)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(ADDRESS)
    threading.Thread(target=answer, args=(server, texts), daemon=True).start()
    passed = failed = verdicts = 0
    files = sorted(folder.glob("*.eml"))
    with ThreadPoolExecutor(4) as pool:
        for wrong, count in pool.map(lambda file: judge(file, texts), files):
            verdicts += count
            passed += not wrong
            failed += bool(wrong)
            for line in wrong[:4]:
                print("  FAILED  " + line)
    print("  %d mails, %d verdicts of others" % (len(files), verdicts))
    print("%d passed, %d failed" % (passed, failed))
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
