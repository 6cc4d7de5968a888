#!/usr/bin/env python3
"""readback.py FOLDER: Python's email package reads every NNN.eml and compares it with NNN.json.

Names and texts are read with the modern policy and with the old one (compat32); each knows forms that the other reads
wrongly, so a value is right if one of them finds it. Content, structure and octets must come out right with no choice.
"""
import email
import email.errors
import email.header
import email.policy
import email.utils
import hashlib
import json
import re
import sys
from pathlib import Path


class Wrong(Exception):
    pass


def expect(what, want, *found):
    if want not in found:
        raise Wrong("%s: expected %.300r, found %.300r" % (what, want, found[0] if len(set(map(repr, found))) == 1 else found))


def unfold(value):
    return re.sub(r"\r?\n(?=[ \t])", "", value)


def old_text(value):
    """Encoded words as the old functions read them."""
    return str(email.header.make_header(email.header.decode_header(unfold(value))))


class Reader:
    def __init__(self, octets, utf8):
        # The parser of octets makes question marks of UTF-8 in header fields.
        if utf8:
            text = octets.decode("utf-8", "surrogateescape")
            self.new = email.message_from_string(text, policy=email.policy.SMTPUTF8)
            self.old = email.message_from_string(text)
        else:
            self.new = email.message_from_bytes(octets, policy=email.policy.SMTP)
            self.old = email.message_from_bytes(octets)

    def check(self, truth):
        message(self.new, self.old, truth, "")


def message(new, old, truth, where):
    expect(where + "Date", truth["date"], int(new["Date"].datetime.timestamp()))
    expect(where + "Message-ID", truth["messageId"], old["Message-ID"].strip())
    expect(where + "Bcc", None, old["Bcc"])
    for name, want in truth["texts"].items():
        expect(where + name, 1, len(old.get_all(name, [])))
        text(new, old, name, want, where)
    for name, want in truth["addresses"].items():
        expect(where + name, 1, len(old.get_all(name, [])))
        expect(where + name, want, *(read(new, old, name) for read in (new_addresses, old_addresses)))
    part(new, old, truth["root"], where, True)


def text(new, old, name, want, where):
    expect(where + name, want, *attempts(lambda: str(new[name]), lambda: old_text(old[name])))


def attempts(*readings):
    """What the readings give; one of them may fail, as Python 3.11 does on some valid fields."""
    found = []
    for reading in readings:
        try:
            found.append(reading())
        except (ValueError, LookupError, TypeError, AttributeError) as e:
            found.append("%s: %s" % (type(e).__name__, e))
    return found


def new_addresses(new, old, name):
    groups = []
    for group in new[name].groups:
        members = [{"name": a.display_name, "local": a.username, "domain": a.domain} for a in group.addresses]
        groups.append({"group": group.display_name or "", "members": members})
    return groups


def old_addresses(new, old, name):
    value = unfold(old[name])
    groups, group = [], ""
    for shown, address in email.utils.getaddresses([value]):
        local, _, domain = address.rpartition("@")
        if local.startswith('"'):
            local = re.sub(r"\\(.)", r"\1", local[1:-1])
        groups.append({"group": group, "members": [{"name": old_text(shown) if shown else "", "local": local, "domain": domain}]})
    return groups


def part(new, old, truth, where, root=False):
    expect(where + "type", truth["type"], new.get_content_type())
    where += truth["type"] + " "
    if new.defects or old.defects:
        raise Wrong("%sdefects: %s" % (where, new.defects + old.defects))
    expect(where + "disposition", truth.get("disposition"), new.get_content_disposition())
    expect(where + "filename", truth.get("filename"), *attempts(new.get_filename, old.get_filename))
    if "id" in truth:
        expect(where + "id", "<" + truth["id"] + ">", old["Content-ID"])
    for name, key in ("Content-Description", "description"), ("X-Part", "x-part"):
        if key in truth:
            text(new, old, name, truth[key], where)
    if "parts" in truth:
        children = list(zip(new.iter_parts(), old.get_payload()))
        expect(where + "parts", len(truth["parts"]), len(children), len(old.get_payload()))
        for number, (child, want) in enumerate(zip(children, truth["parts"])):
            part(*child, want, "%s%d " % (where, number + 1))
    elif "message" in truth:
        message(new.get_payload(0), old.get_payload(0), truth["message"], where)
    else:
        leaf(old.get_payload(decode=True), old.get_content_charset(), truth, where, root)


def leaf(octets, charset, truth, where, root):
    # A message ends its last line, whatever its text does.
    ended = [octets, octets[:-2]] if root and octets.endswith(b"\r\n") else [octets]
    if "text" in truth:
        expect(where + "text", truth["text"], *(o.decode(charset or "us-ascii") for o in ended))
    else:
        expect(where + "length", truth["length"], *map(len, ended))
        expect(where + "octets", truth["sha256"], *(hashlib.sha256(o).hexdigest() for o in ended))


def form(octets, truth):
    """RFC 5322 section 2.1.1, RFC 2045 section 2.7 and 2.8, RFC 2047 section 2."""
    head, _, body = octets.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if len(line) > 998 or (b"=?" in line and b"?=" in line and len(line) > 76 and not b"_" * 50 in line):
            encoded = re.search(rb"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=", line)
            if len(line) > 998 or encoded:
                raise Wrong("a header line of %d octets: %r" % (len(line), line[:100]))
    if truth["form"] != "BINARY":
        bare = re.search(rb"[^\r]\n|\r[^\n]|\0", octets)
        if bare or max(map(len, octets.split(b"\r\n"))) > 998 or not octets.endswith(b"\r\n"):
            raise Wrong("lines aren't as RFC 5322 has them")
    if truth["form"] == "SEVEN_BIT" and max(body, default=0) > 127:
        raise Wrong("8-bit octets in a 7bit body")


def check(eml, truth):
    octets = eml.read_bytes()
    head = octets.partition(b"\r\n\r\n")[0]
    form(octets, truth)
    Reader(octets, any(o > 127 for o in head)).check(truth)


def main(folder):
    passed = failed = 0
    for eml in sorted(Path(folder).glob("*.eml")):
        truth = json.loads(eml.with_suffix(".json").read_text())
        try:
            check(eml, truth)
            passed += 1
        except Exception as e:
            failed += 1
            print("  FAILED  %s: %s%s" % (eml.name, "" if isinstance(e, Wrong) else type(e).__name__ + " ", e))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
