"""Letter: a message of the outbox as a mail, whose headings nothing in it can end or add to."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from kit.core.message import one_line
from kit.exchange.delivery.channel import Undeliverable
from kit.store.outbox import OutboxRow
from kit.workspace.sending import ADDRESS, MailSettings

TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


def find_address(recipient: str, settings: MailSettings) -> str:
    """The mail address of a recipient of the outbox: an address, or a login; raises Undeliverable."""
    found = settings.people.get(recipient)
    if found is None:
        found = recipient if "@" in recipient or not settings.domain else f"{recipient}@{settings.domain}"
    if not ADDRESS.fullmatch(found):
        raise Undeliverable(
            f"there is no mail address for {one_line(recipient, 80)!r}: name it under people in [mail] of kit.toml, "
            "or set domain there; then kit outbox retry"
        )
    return found


def write_letter(row: OutboxRow, settings: MailSettings, office: str) -> EmailMessage:
    """The mail of a row: the same bytes' worth of headings however often it is made (number, day and all)."""
    letter = EmailMessage(policy=SMTP)
    sender, domain = settings.sender.rsplit("@", 1)
    letter["From"] = Address(one_line(office), sender, domain)
    letter["To"] = Address(addr_spec=find_address(row.recipient, settings))
    letter["Subject"] = one_line(row.subject)
    letter["Date"] = format_datetime(datetime.strptime(row.written_at, TIME).replace(tzinfo=UTC))
    letter["Message-ID"] = f"<{row.number}@{domain}>"
    # Nobody's absence notice is to answer a machine (RFC 3834).
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Kit-Topic"] = row.topic
    letter.set_content(row.body, cte="base64")
    return letter
