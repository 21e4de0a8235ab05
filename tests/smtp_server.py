"""A small mail server on this machine, to be killed and started again on the same port.

It speaks as much SMTP as a client needs, keeps what it took, and refuses the addresses it is told
to: `refused_for_good` with 550, `refused_now` with 450.
"""

import socketserver
import threading
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from types import TracebackType


class SmtpServer:
    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused_for_good: set[str] = set()
        self.refused_now: set[str] = set()
        self.port = 0
        self._server: socketserver.ThreadingTCPServer | None = None

    def start(self) -> None:
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), _Conversation)
        server.daemon_threads = True
        server.shared = self  # type: ignore[attr-defined]
        self.port = server.server_address[1]
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

    def kill(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> "SmtpServer":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.kill()


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        shared: SmtpServer = self.server.shared  # type: ignore[attr-defined]
        self._say("220 ready")
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            match command.upper():
                case "EHLO":
                    self._say("250-hello\r\n250 8BITMIME")
                case "RCPT":
                    self._say(_answer(shared, rest.removeprefix("TO:<").partition(">")[0]))
                case "DATA":
                    self._say("354 go on")
                    shared.taken.append(self._letter())
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _letter(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        letter = BytesParser(policy=policy.default).parsebytes(b"".join(lines))
        assert isinstance(letter, EmailMessage)
        return letter

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _answer(shared: SmtpServer, address: str) -> str:
    if address in shared.refused_for_good:
        return "550 no such mailbox"
    return "450 try later" if address in shared.refused_now else "250 ok"
