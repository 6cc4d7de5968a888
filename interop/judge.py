#!/usr/bin/env python3
"""Judges one result; exit code 0 if it holds, else a line that says why not.

judge.py samples FOLDER               writes ready messages with what is hard to carry
judge.py json FILE EXPRESSION         a Python expression over the object's fields
judge.py same SENT DELIVERED TRACE    equal but for trace fields at the top (a regular expression) and line ends
judge.py file DELIVERED NAME FILE     an attachment's octets
judge.py text DELIVERED TEXT          the plain text
"""
import email
import email.policy
import json
import re
import sys
from pathlib import Path


def crlf(octets):
    return octets.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def samples(folder):
    folder = Path(folder)
    head = "From: Alice <alice@mail.test>\nTo: bob@example.test\nSubject: sample\nMessage-ID: <%s>\nMIME-Version: 1.0\n"
    dots = "\n".join([".", "..", ".a", "", "From here on", ">From", "x" * 998, " " * 5, "." * 998, "end"])
    text = {
        "dots": "Content-Type: text/plain\n\n" + dots + "\n",
        "eight-bit": "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGrüße, 日本, 😀\n"
        + "ß" * 499 + "\n",
        "blank-lines": "X-Folded: a\n\tb\n  c\nX-Folded: a\n\n\n\nafter empty lines\n\n\n",
        "attachment": 'Content-Type: multipart/mixed; boundary="=_b"\n\npreamble\n--=_b\n\ntext\n--=_b\n'
        "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.bin\n"
        "Content-Transfer-Encoding: base64\n\nAAECAwQFBgcICQoLDA0ODw==\n--=_b--\nepilogue\n",
    }
    for name, rest in text.items():
        octets = (head % (name + "@sample.test") + rest).encode()
        (folder / (name + ".eml")).write_bytes(crlf(octets))


def is_true(file, expression):
    text = Path(file).read_text()
    lines = text.splitlines()
    if len(lines) != 1:
        return "not one line: %r" % text
    try:
        value = eval(" ".join(expression.split()), {"__builtins__": {"len": len, "all": all, "any": any}}, json.loads(lines[0]))
    except (LookupError, NameError, TypeError) as e:
        return "%s: %r in %s" % (expression, e, text)
    return None if value else "not so: %s in %s" % (expression, text)


def same(sent, delivered, trace):
    want = Path(sent).read_bytes()
    lines = crlf(Path(delivered).read_bytes()).split(b"\r\n")
    field = re.compile(b"(?i)(" + trace.encode() + b"):")
    at = 0
    while at < len(lines) and field.match(lines[at]):
        at += 1
        while lines[at][:1] in (b" ", b"\t"):
            at += 1
    got = b"\r\n".join(lines[at:])
    if got == want:
        return None
    place = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
    return "differs at octet %d of %d: sent %r, delivered %r" % (
        place, len(want), want[place:place + 40], got[place:place + 40])


def parts(delivered):
    return email.message_from_bytes(Path(delivered).read_bytes(), policy=email.policy.SMTP).walk()


def file(delivered, name, original):
    want = Path(original).read_bytes()
    names = []
    for part in parts(delivered):
        names.append(part.get_filename())
        if part.get_filename() == name:
            got = part.get_payload(decode=True)
            return None if got == want else "%s: %d octets became %d others" % (name, len(want), len(got))
    return "no part named %r, only %r" % (name, names)


def text(delivered, want):
    part = next((p for p in parts(delivered) if p.get_content_type() == "text/plain"), None)
    got = part.get_content().rstrip("\r\n") if part else None
    return None if got == want else "text is %r" % got


if __name__ == "__main__":
    command = {"samples": samples, "json": is_true, "same": same, "file": file, "text": text}[sys.argv[1]]
    trouble = command(*sys.argv[2:])
    if trouble:
        sys.exit("          " + trouble)
