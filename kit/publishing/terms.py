"""Terms: the words of the books (kinds, stages, balances) as a reader knows them, in the language spoken."""

from typing import Any

from kit.core.language import Phrase, phrase

TERMS: dict[str, Phrase] = {
    "plan": phrase("plan of use"),
    "calendar": phrase("calendar"),
    "both": phrase("plan of use and calendar"),
    "advance": phrase("advance"),
    "progress": phrase("progress payment"),
    "quality_deposit": phrase("quality deposit"),
    "wages": phrase("wages"),
    "subsidy": phrase("subsidy"),
    "utility": phrase("utility bill"),
    "ruling": phrase("ruling"),
    "contract": phrase("contract"),
    "acceptance": phrase("acceptance"),
    "invoice": phrase("invoice"),
    "progress_statement": phrase("progress statement"),
    "defects_release": phrase("release after the defects period"),
    "payroll": phrase("payroll"),
    "entitlement": phrase("list of the entitled"),
    "bill": phrase("bill"),
    "estimate": phrase("estimate"),
    "design_estimate": phrase("design estimate"),
    "budget": phrase("construction budget"),
    "settlement": phrase("settlement"),
    "final_accounts": phrase("final accounts"),
    "opening": phrase("opening budget"),
    "allotted": phrase("adjusted budget"),
    "adjusted": phrase("adjusted budget"),
    "received": phrase("received"),
    "reserved": phrase("reserved"),
    "contracted": phrase("contracted, not paid"),
    "paid": phrase("paid"),
}


def write_term(value: Any) -> str:
    """A word of the books as a reader knows it; one that is not known stays as it is."""
    return str(TERMS.get(str(value), value))
