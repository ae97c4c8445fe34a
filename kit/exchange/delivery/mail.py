"""Mail: the channel to a mail server by SMTP, one connection for many letters."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

from kit.core.errors import EnvironmentLacks
from kit.exchange.delivery.channel import ANSWER_SECONDS, ATTEMPT_SECONDS, ChannelDown, NotNow, Undeliverable
from kit.exchange.delivery.deadline import within
from kit.exchange.delivery.letter import find_address, write_letter
from kit.exchange.delivery.trust import trusted
from kit.store.outbox import OutboxRow
from kit.workspace.secret import read_secret
from kit.workspace.sending import MailSettings

PERMANENT = 500
CLOSING = 421


class MailChannel:
    """A mail server; it is called when the first letter goes, and again where it has hung up."""

    def __init__(self, settings: MailSettings, office: str, root: Path) -> None:
        self._settings, self._office = settings, office
        # Read before anything is sent: what lacks is said once, and of no letter.
        self._account = _read_plain(settings.account, root)
        self._password = _read_plain(settings.password, root)
        self._trust = trusted(settings.authorities, root)
        self._server: smtplib.SMTP | None = None

    def send(self, row: OutboxRow) -> None:
        """Hand one letter over; the server answers once it has it."""
        letter, address = write_letter(row, self._settings, self._office), find_address(row.recipient, self._settings)
        server = self._reached()
        with within(ATTEMPT_SECONDS, lambda: server.sock):
            try:
                self._hand_over(server, letter, address)
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                self.close()
                raise ChannelDown(_said(error)) from None

    def close(self) -> None:
        """Hang up; a server that has gone already is no matter."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _hand_over(self, server: smtplib.SMTP, letter: EmailMessage, address: str) -> None:
        try:
            server.send_message(letter, self._settings.sender, [address])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[address]
            self._refused(code, said)
        except smtplib.SMTPSenderRefused as error:
            raise ChannelDown(f"the server refuses the sender: {error.smtp_code} {_text(error.smtp_error)}") from None
        except smtplib.SMTPResponseException as error:
            self._refused(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            raise Undeliverable(_said(error)) from None

    def _refused(self, code: int, said: bytes | str) -> None:
        """What an answer of the server means: 5xx is for good (RFC 5321, 4.2.1), 4xx for now, 421 for everybody."""
        reason = f"{code} {_text(said)}"
        if code == CLOSING:
            self.close()
            raise ChannelDown(reason)
        raise Undeliverable(reason) if code >= PERMANENT else NotNow(reason)

    def _reached(self) -> smtplib.SMTP:
        if self._server is not None and self._is_there(self._server):
            return self._server
        self.close()
        kind = self._settings.security
        server = (
            smtplib.SMTP_SSL(timeout=ANSWER_SECONDS, context=self._trust)
            if kind == "tls"
            else smtplib.SMTP(timeout=ANSWER_SECONDS)
        )
        with within(ATTEMPT_SECONDS, lambda: server.sock):
            try:
                self._call(server, is_upgraded=kind == "starttls")
            except (smtplib.SMTPException, OSError) as error:
                server.close()
                raise ChannelDown(_said(error)) from None
        self._server = server
        return server

    def _call(self, server: smtplib.SMTP, *, is_upgraded: bool) -> None:
        assert self._settings.server is not None
        # smtplib checks the certificate against this name.
        server._host = self._settings.server  # type: ignore[attr-defined]
        code, said = server.connect(self._settings.server, self._settings.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        if is_upgraded:
            server.starttls(context=self._trust)
        if self._account and self._password:
            server.login(self._account, self._password)

    @staticmethod
    def _is_there(server: smtplib.SMTP) -> bool:
        try:
            return server.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False


def _read_plain(name: str | None, root: Path) -> str | None:
    """A secret that a mail server can be told: SMTP knows no other signs than those of ASCII."""
    found = read_secret(name, root) if name else None
    if found is not None and not found.isascii():
        raise EnvironmentLacks(f"the secret {name} holds signs that no mail server takes; use letters of ASCII")
    return found


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the server's certificate is not trusted: {error.verify_message}"
    return f"{type(error).__name__}: {error}"
