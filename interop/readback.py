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


class Entity:
    """One message or part, as read three times: header fields by the two policies, content from octets."""

    def __init__(self, new, old, raw):
        self.new, self.old, self.raw = new, old, raw

    @staticmethod
    def parse(octets):
        raw = email.message_from_bytes(octets)
        if max(octets.partition(b"\r\n\r\n")[0]) < 128 and b"Content-Type: message/global" not in octets:
            return Entity(email.message_from_bytes(octets, policy=email.policy.SMTP), raw, raw)
        # The parser of octets makes question marks of UTF-8 in header fields, that of text spoils the content.
        text = octets.decode("utf-8", "surrogateescape")
        return Entity(email.message_from_string(text, policy=email.policy.SMTPUTF8), email.message_from_string(text), raw)

    def children(self):
        return [Entity(*three) for three in zip(self.new.get_payload(), self.old.get_payload(), self.raw.get_payload())]


def message(entity, truth, where):
    new, old = entity.new, entity.old
    expect(where + "Date", truth["date"], int(new["Date"].datetime.timestamp()))
    expect(where + "Message-ID", truth["messageId"], old["Message-ID"].strip())
    expect(where + "Bcc", None, old["Bcc"])
    for name, want in truth["texts"].items():
        text(entity, name, want, where)
    for name, want in truth["addresses"].items():
        expect(where + name, 1, len(old.get_all(name, [])))
        addresses(entity, name, want, where)
    part(entity, truth["root"], where, True)


def text(entity, name, want, where):
    expect(where + name, 1, len(entity.old.get_all(name, [])))
    expect(where + name, want, *attempts(lambda: str(entity.new[name]), lambda: old_text(entity.old[name])))


def attempts(*readings):
    """What the readings give; one of them may fail, as Python 3.11 does on some valid fields."""
    found = []
    for reading in readings:
        try:
            found.append(reading())
        except (ValueError, LookupError, TypeError, AttributeError) as e:
            found.append("%s: %s" % (type(e).__name__, e))
    return found


def split(value, mark):
    """Splits where the mark stands outside of quotes, angle brackets and domain literals."""
    pieces, inside = [""], ""
    for token in re.findall(r"\\.|.", value, re.S):
        if token in '"<[' and not inside:
            inside = {'"': '"', "<": ">", "[": "]"}[token]
        elif token == '"' and inside == ">":
            inside = '">'
        elif inside and token == inside[0]:
            inside = inside[1:]
        if token == mark and not inside:
            pieces.append("")
        else:
            pieces[-1] += token
    return pieces


def addresses(entity, name, want, where):
    groups = attempts(lambda: entity.new[name].groups)[0]
    pieces = []
    for stretch in split(unfold(entity.old[name]), ";"):
        group = split(stretch, ":")
        members = group.pop()
        if group:
            *before, group[0] = split(group[0], ",")
            pieces += [(None, [mailbox]) for mailbox in before if mailbox.strip()]
            pieces.append((group[0], [m for m in split(members, ",") if m.strip()]))
        else:
            pieces += [(None, [mailbox]) for mailbox in split(members, ",") if mailbox.strip()]
    expect(where + name + " entries", len(want), len(pieces))
    for number, ((group, members), expected) in enumerate(zip(pieces, want)):
        here = "%s%s %d " % (where, name, number + 1)
        new = groups[number] if len(groups) == len(want) and not isinstance(groups, str) else None
        expect(here + "members", len(expected["members"]), len(members))
        if group is not None or expected["group"]:
            expect(here + "group", expected["group"], new and new.display_name, old_phrase(group))
        for place, (mailbox, expectation) in enumerate(zip(members, expected["members"])):
            read = new and len(new.addresses) > place and new.addresses[place]
            expect(here + "mailbox", expectation, read and modern(read), old_mailbox(mailbox))


def modern(address):
    return {"name": address.display_name, "local": address.username, "domain": address.domain}


def old_phrase(value):
    value = (value or "").strip()
    if value.startswith('"') and value.endswith('"'):
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    return old_text(value)


def old_mailbox(value):
    bracketed = re.fullmatch(r'((?:"(?:\\.|[^"\\])*"|[^"<])*)<(.*)>', value.strip(), re.S)
    shown, address = bracketed.groups() if bracketed else ("", value.strip())
    local, _, domain = address.rpartition("@")
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return {"name": old_phrase(shown), "local": local, "domain": domain}


def part(entity, truth, where, root=False):
    new, old, raw = entity.new, entity.old, entity.raw
    expect(where + "type", truth["type"], new.get_content_type())
    where += truth["type"] + " "
    if new.defects or raw.defects:
        raise Wrong("%sdefects: %s" % (where, new.defects + raw.defects))
    expect(where + "disposition", truth.get("disposition"), new.get_content_disposition())
    expect(where + "filename", truth.get("filename"), *attempts(lambda: filename(new), lambda: filename(old)))
    if "id" in truth:
        expect(where + "id", "<" + truth["id"] + ">", old["Content-ID"])
    for name, key in ("Content-Description", "description"), ("X-Part", "x-part"):
        if key in truth:
            text(entity, name, truth[key], where)
    if "parts" in truth:
        children = entity.children()
        expect(where + "parts", len(truth["parts"]), len(raw.get_payload()))
        for number, (child, want) in enumerate(zip(children, truth["parts"])):
            part(child, want, "%s%d " % (where, number + 1))
    elif "message" in truth:
        message(entity.children()[0], truth["message"], where)
    else:
        leaf(raw.get_payload(decode=True), raw.get_content_charset(), truth, where, root)


def filename(read):
    """As get_filename, which strips white space."""
    value = read.get_param("filename", None, "content-disposition")
    return value and email.utils.collapse_rfc2231_value(value)


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
        encoded = re.search(rb"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=", line)
        if len(line) > (76 if encoded else 998):
            raise Wrong("a header line of %d octets: %r" % (len(line), line[:100]))
    if truth["form"] != "BINARY":
        bare = re.search(rb"[^\r]\n|\r[^\n]|\0", octets)
        if bare or max(map(len, octets.split(b"\r\n"))) > 998 or not octets.endswith(b"\r\n"):
            raise Wrong("lines aren't as RFC 5322 has them")
    if truth["form"] == "SEVEN_BIT" and max(body, default=0) > 127:
        raise Wrong("8-bit octets in a 7bit body")


def check(eml, truth):
    octets = eml.read_bytes()
    form(octets, truth)
    message(Entity.parse(octets), truth, "")


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
