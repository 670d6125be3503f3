"""Variants: what if a rule said something else?  A variant sets values of the rules that can vary, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sca_flow.errors import FileError, InputError, Problem, UnknownName, nearest
from sca_flow.reading import Tree, read_yaml
from sca_flow.rules.model import START, Confidence, Day, Range, Rule, Source, Version
from sca_flow.rules.policy import Policy


class Setting(BaseModel):
    """One value for a span of days, both included: without ``from`` since the beginning, without ``until`` onward."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    value: Any
    from_: Day = Field(default=START, alias="from")
    until: Day | None = None

    @property
    def last(self) -> date:
        """The last day."""
        return self.until or date.max

    def overlaps(self, other: Setting) -> bool:
        """Whether both say something about the same day."""
        return self.from_ <= other.last and other.from_ <= self.last


class Variant(BaseModel):
    """``variant.yaml``: what it builds on, why it is asked, what it sets, and which safeguards it is expected to break.

    ``extends`` is the date whose rules it starts from (the date it is judged on unless another is given), or the id of
    another variant.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
    extends: Day | str = Field(union_mode="left_to_right")
    why: str
    set_: dict[str, Setting | list[Setting]] = Field(alias="set")
    expect_break: tuple[str, ...] = ()

    @field_validator("set_", mode="before")
    @classmethod
    def _bare_values(cls, given: Any) -> Any:
        """A bare value is meant for always."""
        if not isinstance(given, dict):
            return given
        return {key: value if _spanned(value) else {"value": value} for key, value in given.items()}

    @property
    def settings(self) -> Iterator[tuple[str, Setting]]:
        """Every rule it sets, with each value."""
        for rule_id, found in self.set_.items():
            for setting in found if isinstance(found, list) else [found]:
                yield rule_id, setting


def _spanned(value: Any) -> bool:
    spans = value if isinstance(value, list) else [value]
    return bool(spans) and all(isinstance(span, dict) for span in spans)


@dataclass(frozen=True)
class Variants:
    """The variants of a folder."""

    by_id: Mapping[str, Variant] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, policy: Policy) -> Variants:
        """Read every variant of a folder; `FileError` with its lines when one cannot be used."""
        return cls({path.stem: read_variant(path, policy) for path in sorted(folder.glob("*.yaml"))})

    def find(self, name: str, policy: Policy) -> Variant:
        """A variant by id, or by the path of its file."""
        if name in self.by_id:
            return self.by_id[name]
        if name.endswith((".yaml", ".yml")) and Path(name).is_file():
            return read_variant(Path(name), policy)
        raise UnknownName("variant", name, self.by_id)

    def lineage(self, variant: Variant, policy: Policy) -> list[Variant]:
        """A variant behind all that it builds on, the oldest first."""
        line = [variant]
        while isinstance(line[0].extends, str):
            if line[0].extends in {ancestor.id for ancestor in line}:
                raise InputError(f"Variant '{variant.id}' builds on itself.", do="Let it extend a date.")
            line.insert(0, self.find(line[0].extends, policy))
        return line

    def apply(self, policy: Policy, names: Sequence[str]) -> Policy:
        """The policy with variants applied, in any order.

        Raises:
            UnknownName: there is no such variant.
            InputError: two of them set the same rule for the same day.
        """
        if not names and not policy.variants:
            return policy  # with everything that it has worked out
        chosen = [self.find(name, policy) for name in dict.fromkeys(names)]
        effective = {variant.id: dict(_inherited(self.lineage(variant, policy))) for variant in chosen}
        _no_clash(effective)
        rules = dict(policy.rules)
        sources = dict(policy.sources)
        for variant in chosen:
            source = Source(id=f"variant:{variant.id}", title=variant.why, publisher="a what-if, not a rule")
            sources[source.id] = source
            for (rule_id, _), setting in effective[variant.id].items():
                rules[rule_id] = with_setting(rules[rule_id], setting, source.id)
        day = next((line[0].extends for line in (self.lineage(v, policy) for v in chosen)), None)
        return replace(
            policy,
            rules=rules,
            sources=sources,
            variants=tuple(variant.id for variant in chosen),
            judged_on=day if isinstance(day, date) else policy.judged_on,
        )


def _inherited(line: Iterable[Variant]) -> Iterator[tuple[tuple[str, date], Setting]]:
    """The settings of a lineage; a younger one stands in place of an older one for the same rule."""
    found: dict[str, list[Setting]] = {}
    for variant in line:
        own: dict[str, list[Setting]] = {}
        for rule_id, setting in variant.settings:
            own.setdefault(rule_id, []).append(setting)
        found |= own
    for rule_id, settings in found.items():
        for setting in settings:
            yield (rule_id, setting.from_), setting


def _no_clash(effective: Mapping[str, Mapping[tuple[str, date], Setting]]) -> None:
    seen: list[tuple[str, str, Setting]] = []
    for variant, settings in effective.items():
        for (rule_id, _), setting in settings.items():
            for other, rule, before in seen:
                if rule == rule_id and other != variant and before.overlaps(setting):
                    raise InputError(
                        f"Variants '{other}' and '{variant}' both set '{rule_id}' for the same days.",
                        why="Which of them holds would be a matter of order.",
                        do="Use one of them, or write a third that says what is meant.",
                    )
            seen.append((variant, rule_id, setting))


def with_setting(rule: Rule, setting: Setting, source: str) -> Rule:
    """A rule that says something else for a span of days; before and after it says what it said."""
    new = Version(value=setting.value, source=source, confidence=Confidence.ASSUMED, note="set by a variant")
    spans = [*_outside(rule, setting), (setting.from_, setting.until, new)]
    spans.sort(key=lambda span: span[0])
    versions = tuple(
        version.model_copy(update={"from_": None if open_start else begin, "until": end})
        for (begin, end, version), open_start in zip(spans, _after_range(spans), strict=True)
    )
    return Rule.model_validate({**dict(rule), "values": versions})


Span = tuple[date, date | Range | None, Version]


def _outside(rule: Rule, setting: Setting) -> Iterator[Span]:
    """What is left of a rule's versions before and after a span."""
    for begin, version in zip(rule.begins(), rule.values, strict=True):
        if begin < setting.from_:
            yield begin, _cut(version, setting.from_ - timedelta(days=1)), version
        if setting.until is not None and _end(version.until) > setting.until:
            yield max(begin, setting.until + timedelta(days=1)), version.until, version


def _cut(version: Version, last: date) -> date | Range | None:
    """Where a version ends that may go no further than a day."""
    return version.until if _end(version.until) <= last else last


def _end(until: date | Range | None) -> date:
    return until.latest if isinstance(until, Range) else until or date.max


def _after_range(spans: Sequence[Span]) -> Iterator[bool]:
    """Whether each span follows one whose last day is not known."""
    before: date | Range | None = None
    for _, end, _version in spans:
        yield isinstance(before, Range)
        before = end


def read_variant(path: Path, policy: Policy) -> Variant:
    """Read one variant.

    Raises:
        FileError: an unknown key or rule (the nearest one is given), a rule that no variant may set, a value of the
            wrong type, two values for the same day; each with its line.
    """
    tree = read_yaml(path)
    variant = tree.as_(Variant)
    problems = list(_problems(tree, variant, policy))
    if problems:
        raise FileError(str(path), problems)
    return variant


def _problems(tree: Tree, variant: Variant, policy: Policy) -> Iterator[Problem]:
    may_vary = [rule.id for rule in policy.rules.values() if rule.variable]
    before: list[tuple[str, Setting]] = []
    for rule_id, setting in variant.settings:
        line = tree.line(("set", rule_id))
        if rule_id not in policy.rules:
            yield Problem(line, f"there is no rule '{rule_id}'. {nearest(rule_id, may_vary)}")
        elif rule_id not in may_vary:
            yield Problem(line, f"'{rule_id}' is a standing rule of the process; no variant may set it.")
        else:
            yield from _wrong_value(policy.rules[rule_id], setting, line)
        if setting.from_ > setting.last:
            yield Problem(line, f"'{rule_id}' is set from {setting.from_} until {setting.until}, which lies before it.")
        if any(rule == rule_id and other.overlaps(setting) for rule, other in before):
            yield Problem(line, f"'{rule_id}' is set twice for the same days.")
        before.append((rule_id, setting))


def _wrong_value(rule: Rule, setting: Setting, line: int | None) -> Iterator[Problem]:
    try:
        rule.read(setting.value)
    except ValueError as error:
        yield Problem(line, f"'{rule.id}': {error}.")
