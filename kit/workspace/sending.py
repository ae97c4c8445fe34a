"""Sending: what ``kit.toml`` says about mail, webhooks, and who is told of what; never a password.

A secret is named there and kept elsewhere (``kit.workspace.secret``). A person's address is found by the login, so that
no mail address stands in the database.
"""

import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from kit.core.message import WEBHOOK

# One addr-spec of plain ASCII: what every mail server takes, and nothing that could end a heading or a command.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
SECRET = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,80}")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MailSettings(_Part):
    """``[mail]``: a mail server, or a ``folder`` into which letters are written as ``.eml`` files.

    ``account`` and ``password`` are names of secrets. The address of a login is that in ``people``, else the login at
    ``domain``. ``authorities`` is a file of certificates for a server whose certificate is the office's own.
    """

    sender: str
    server: str | None = None
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    account: str | None = None
    password: str | None = None
    authorities: str | None = None
    folder: str | None = None
    domain: str | None = None
    people: dict[str, str] = {}

    @field_validator("sender")
    @classmethod
    def _is_address(cls, address: str) -> str:
        if not ADDRESS.fullmatch(address):
            raise ValueError(f"{address!r} is no mail address; write it as name@office.example")
        return address

    @field_validator("people")
    @classmethod
    def _are_addresses(cls, people: dict[str, str]) -> dict[str, str]:
        for login, address in people.items():
            if not ADDRESS.fullmatch(address):
                raise ValueError(f"{address!r} of {login} is no mail address; write it as name@office.example")
        return people

    @field_validator("domain")
    @classmethod
    def _is_domain(cls, domain: str | None) -> str | None:
        if domain is not None and not DOMAIN.fullmatch(domain):
            raise ValueError(f"{domain!r} is no domain; write what stands after the @")
        return domain

    @field_validator("account", "password")
    @classmethod
    def _is_name_of_secret(cls, name: str | None) -> str | None:
        return None if name is None else _secret_name(name)

    @model_validator(mode="after")
    def _goes_one_way(self) -> "MailSettings":
        if (self.server is None) == (self.folder is None):
            raise ValueError("give a server or a folder, one of the two")
        if (self.account is None) != (self.password is None):
            raise ValueError("account and password go together; each is the name of a secret")
        if self.account and self.security == "none" and self.server not in LOOPBACK:
            raise ValueError("an account is never sent unencrypted; set security to starttls or tls")
        return self


class WebhookSettings(_Part):
    """``[webhooks.NAME]``: an address that takes messages as JSON; ``secret`` is the name of what signs them."""

    url: str
    secret: str
    authorities: str | None = None

    @field_validator("url")
    @classmethod
    def _is_safe(cls, url: str) -> str:
        parts = urlsplit(url)
        is_loopback = parts.scheme == "http" and parts.hostname in LOOPBACK
        if not parts.hostname or not (parts.scheme == "https" or is_loopback):
            raise ValueError(f"{url!r} is no https address; plain http is for this machine only")
        if parts.username or parts.password or not url.isascii() or any(sign.isspace() for sign in url):
            raise ValueError("an address holds no account, no space and only ASCII; the secret signs what is sent")
        return url

    @field_validator("secret")
    @classmethod
    def _is_name_of_secret(cls, name: str) -> str:
        return _secret_name(name)


class NotifySettings(_Part):
    """``[notify]``: who is told of what: logins, mail addresses, ``webhook:NAME``."""

    run_ended: tuple[str, ...] = ()

    def names(self) -> set[str]:
        """The webhooks that are named."""
        return {each.removeprefix(WEBHOOK) for each in self.run_ended if each.startswith(WEBHOOK)}


def _secret_name(name: str) -> str:
    if not SECRET.fullmatch(name):
        # What stands there is likely the secret itself: it is not repeated.
        raise ValueError("no name of a secret (letters, digits, _ and -); the secret itself is kept elsewhere")
    return name
