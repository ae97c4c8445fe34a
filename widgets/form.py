"""Form: the fields of a request as people fill them, made from its model, with findings beside the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import EnumType
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from kit.core.finding import Finding
from kit.core.language import Phrase
from kit.core.request import Request
from kit.publishing.terms import write_term
from widgets.language import _
from widgets.markup import Markup, finding_item, join, options

# Longer texts than this are written over several lines.
LINE_MAX = 400
# A bounded number with no more values than this is chosen from a list.
LISTED_MAX = 10
# What one message to the kernel holds; larger files go through the command line.
FILE_MAX = 8_000_000
DIGEST = "[0-9a-f]{64}"
WRONG_FIELD = "request.field_wrong"
Pairs = Sequence[tuple[str, str]]
Typed = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """A request to fill in: values that are *fixed*, values to choose from by field, and what stands there first.

    *prefix* keeps the names of its fields apart from others on the page.
    """

    model: type[Request]
    fixed: Typed = field(default_factory=dict)
    listed: Mapping[str, Pairs] = field(default_factory=dict)
    first: Typed = field(default_factory=dict)
    prefix: str = "form-"

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The fields that a person fills."""
        return {name: info for name, info in self.model.model_fields.items() if name not in self.fixed}

    def read(self, typed: Typed) -> dict[str, Any]:
        """The values of a request: what is fixed, and what was typed; what was left empty is left out."""
        values = {name: typed.get(self.prefix + name) for name in self.fields}
        given = {name: value for name, value in values.items() if value not in (None, "")}
        return {**{name: value for name, value in self.fixed.items() if value is not None}, **given}

    def draw(self, typed: Typed | None = None, findings: Sequence[Finding] = ()) -> Markup:
        """The fields with what was *typed*, what stands there first without; each with its findings below.

        The cursor goes to the first field that a finding names, else to the first of all.
        """
        said = [self._in_words(finding) for finding in findings]
        beside = {name: [each for each in said if _place(each) == name] for name in self.fields}
        first = next((name for name in beside if beside[name]), next(iter(beside), None))
        drawn = [self._draw(name, info, typed, beside[name], name == first) for name, info in self.fields.items()]
        rest = [finding for finding in said if _place(finding) not in beside]
        return Markup('{}<div class="kit-form-fields">{}</div>').format(join(map(finding_item, rest)), join(drawn))

    def _draw(
        self, name: str, info: FieldInfo, typed: Typed | None, findings: Sequence[Finding], is_first: bool
    ) -> Markup:
        own = self.prefix + name
        text = str(self._first(name, info) if typed is None else typed.get(own) or "")
        marks = Markup(' name="{}" aria-describedby="{}-said"{}{}').format(
            own, own, _flag("data-focus", is_first), _flag('aria-invalid="true"', bool(findings))
        )
        pairs = self.listed.get(name) or _choices(info)
        help_ = Markup("<small>{}</small>").format(_(info.description)) if info.description and not pairs else ""
        title = Markup("{}{}").format(_(str(info.title)), "" if info.is_required() else f" ({_('optional')})")
        piece = '<label class="kit-field"><span>{}</span>{}</label><div class="kit-beside" id="{}-said">{}{}</div>'
        said = join(map(finding_item, findings))
        return Markup(piece).format(title, _control(info, marks, text, pairs), own, help_, said)

    def _first(self, name: str, info: FieldInfo) -> Any:
        usual = "" if info.is_required() or info.default is None else info.default
        return self.first.get(name, usual)

    def _in_words(self, finding: Finding) -> Finding:
        """A finding about a field's form, with the field called as on the page."""
        info = self.model.model_fields.get(_place(finding))
        if finding.code != WRONG_FIELD or info is None:
            return finding
        named = finding.phrase.values | {"field": _(str(info.title))}
        return replace(finding, phrase=Phrase(finding.phrase.text, named))


def _place(finding: Finding) -> str:
    return (finding.field or "").split(".")[0]


def _flag(words: str, is_set: bool) -> Markup:
    return Markup(f" {words}") if is_set else Markup("")


def _control(info: FieldInfo, marks: Markup, text: str, pairs: Pairs | None) -> Markup:
    if pairs:
        empty = [] if info.is_required() and text else [("", "")]
        return Markup("<select{}>{}</select>").format(marks, options([*empty, *pairs], text))
    if DIGEST in str(_bound(info, "pattern")):
        large = _("The file has more than 8 MB; keep it with kit import evidence FILE")
        return Markup('<input type="file"{} data-max="{}" data-large="{}">').format(marks, FILE_MAX, large)
    if date in _kinds(info):
        return Markup('<input type="date"{} value="{}">').format(marks, text)
    if (_bound(info, "max_length") or 0) > LINE_MAX:
        return Markup('<textarea rows="3"{}>{}</textarea>').format(marks, text)
    return Markup('<input{} value="{}" autocomplete="off">').format(marks, text)


def _choices(info: FieldInfo) -> Pairs | None:
    """The values of a field that has few."""
    for kind in _kinds(info):
        if isinstance(kind, EnumType) or get_origin(kind) is Literal:
            members = list(kind) if isinstance(kind, EnumType) else list(get_args(kind))
            return [(str(member), write_term(member)) for member in members]
        if kind is bool:
            return [("True", _("yes")), ("False", _("no"))]
    low, high = _bound(info, "ge"), _bound(info, "le")
    if low is not None and high is not None and high - low < LISTED_MAX:
        return [(str(number), str(number)) for number in range(low, high + 1)]
    return None


def _kinds(info: FieldInfo) -> list[Any]:
    kind = info.annotation
    return list(get_args(kind)) if get_origin(kind) in (Union, UnionType) else [kind]


def _bound(info: FieldInfo, name: str) -> Any:
    return next((value for each in info.metadata if (value := getattr(each, name, None)) is not None), None)
