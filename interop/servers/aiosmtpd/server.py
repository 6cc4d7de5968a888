"""server.py MAIL CERTIFICATES PORT LMTP_PORT LMTP_SOCKET USER PASSWORD: aiosmtpd, which keeps what it takes as NUMBER.eml and
NUMBER.eml.json in the folder MAIL. A line "fault:" for everything that a client should not have said."""
import asyncio
import itertools
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

MAIL, CERTIFICATES, PORT, LMTP_PORT, LMTP_SOCKET, USER, PASSWORD = sys.argv[1:]
SIZE = 26214400
MEANT = ("530 ", "550 5.1.1", "550 5.7.1", "451 4.2.1", "552 ", "535 ", "454 ")


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right, auth_data=USER)


class Store:
    def __init__(self):
        self.numbers = itertools.count()

    async def handle_RCPT(self, server, session, envelope, address, options):
        user = address.split("@")[0]
        if not address.endswith("@example.test"):
            return "550 5.7.1 no relaying"
        if user == "reject5xx":
            return "550 5.1.1 no such user"
        if user == "later4xx":
            return "451 4.2.1 not now"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        number = next(self.numbers)
        facts = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "options": envelope.mail_options}
        Path(MAIL, "%06d.eml.json" % number).write_text(json.dumps(facts))
        part = Path(MAIL, "%06d.part" % number)
        part.write_bytes(envelope.original_content)
        part.rename(Path(MAIL, "%06d.eml" % number))
        # Its LMTP leaves a reply for each recipient (RFC 2033 §4.2) to us.
        return "\r\n".join(["250 2.0.0 stored"] * (len(envelope.rcpt_tos) if isinstance(server, LMTP) else 1))


class Watched:
    """Tells of errors that a client brought about."""

    async def push(self, status):
        text = status.decode("ascii", "replace") if isinstance(status, bytes) else status
        if text[:1] in "45" and not text.startswith(MEANT):
            print("fault: answered", text.strip(), flush=True)
        await super().push(status)


class WatchedSmtp(Watched, SMTP):
    pass


class WatchedLmtp(Watched, LMTP):
    pass


async def main():
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATES + "/server.pem", CERTIFICATES + "/server.key")
    common = {"hostname": "mx.mail.test", "enable_SMTPUTF8": True, "data_size_limit": SIZE, "tls_context": tls}
    loop, store = asyncio.get_running_loop(), Store()

    def smtp():
        return WatchedSmtp(store, authenticator=authenticate, auth_required=True, auth_require_tls=True, **common)

    def lmtp():
        return WatchedLmtp(store, **common)

    await loop.create_server(smtp, "127.0.0.1", int(PORT))
    await loop.create_server(lmtp, "127.0.0.1", int(LMTP_PORT))
    await loop.create_unix_server(lmtp, LMTP_SOCKET)
    await asyncio.Event().wait()


asyncio.run(main())
