"""Write the reference pages that are made from the code: ``make docs``.  A test fails when they lag behind it."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import sca_flow
from sca_flow.errors import ScaFlowError
from sca_flow.people import Role, Sector
from sca_flow.rules.loader import shipped, shipped_variants
from sca_flow.rules.model import START, Range, Version
from sca_flow.rules.policy import in_words
from sca_flow.states.diagram import mermaid
from sca_flow.states.guards import Guard
from sca_flow.states.names import Stage, Status, Step, form
from sca_flow.states.table import TABLE
from sca_flow.workbench.diff import Diff, diff
from sca_flow.workbench.invariants import SHIPPED as SAFEGUARDS
from sca_flow.workbench.invariants import read_invariants
from sca_flow.workbench.sides import sides
from sca_flow.workshop.finding import Check
from sca_flow.workshop.table import checks
from sca_flow.workshop.xapi.profile import BASE
from sca_flow.workshop.xapi.profile import PATH as PROFILE

HERE = Path(__file__).parent
MADE = "<!-- made by docs/generate.py; change the code, then run `make docs` -->\n"


def pages() -> dict[str, str]:
    """Every generated page by its path under ``docs/``."""
    return {
        "reference/process.md": process(),
        "reference/steps.md": steps(),
        "reference/roles.md": roles(),
        "reference/rules.md": rules(),
        "reference/sources.md": sources(),
        "reference/variants.md": variants(),
        "reference/errors.md": errors(),
        "reference/commands.md": commands(),
        "reference/keys.md": keys(),
        "reference/findings.md": findings(),
        "reference/xapi-profile.md": xapi_profile(),
        **{f"reference/findings/{check.code}.md": finding(check) for check in checks()},
    }


def process() -> str:
    """Stages, the table and the diagram."""
    stages = table(("stage", "label", "end"), ((f"`{s}`", s.label, "yes" if s.end else "") for s in Stage))
    rows = table(
        ("from", "step", "to", "by", "when", "guards"),
        (
            (f"`{r.stage}`", f"`{r.step}`", f"`{r.to}`", by(r.by), r.when.says, " ".join(f"`{g.id}`" for g in r.guards))
            for r in TABLE.rows
        ),
    )
    return page(
        "The process",
        "Every row of the table in `sca_flow/states/table.py`. A route (*when*) never refuses; guards do. "
        "`sca-flow process table --on DATE` shows the rows that a date's rules can use.",
        "## Stages",
        stages,
        "## Rows",
        rows,
        "## Diagram",
        f"```mermaid\n{mermaid(TABLE.rows)}```",
    )


def steps() -> str:
    """What each step asks for, and the guards."""
    asked = (
        (
            f"`{step}`",
            step.caption,
            f"`{field.name}`" + (" *" if field.required else ""),
            field.label,
            ", ".join(f"`{choice}`" for choice in field.choices) or field.asks,
        )
        for step in Step
        for field in form(step)
    )
    guards: dict[str, Guard] = {guard.id: guard for row in TABLE.rows for guard in row.guards}
    held = ((f"`{g.id}`", g.says, " ".join(f"`{rule}`" for rule in g.rules)) for g in guards.values())
    return page(
        "Steps and guards",
        "What a step asks to be recorded (its `with` in a script; * must be there), and what must hold before it is "
        "taken. A script's `refused_by` may name a guard or a rule that it rests on; `stage` is the reason that a "
        "stage does not know a step.",
        "## Forms",
        table(("step", "label", "field", "asks for", "kind or choices"), asked),
        "## Guards",
        table(("guard", "what must hold", "rests on"), held),
    )


def roles() -> str:
    """Roles, sectors and seats."""
    return page(
        "Roles, sectors and attendance",
        "## Roles",
        table(("role", "label"), ((f"`{role}`", role.label) for role in Role)),
        "## Sectors",
        table(("sector", "label"), ((f"`{sector}`", sector.label) for sector in Sector)),
        "## Attendance at a sitting",
        table(("status", "label"), ((f"`{status}`", status.label) for status in Status)),
    )


def rules() -> str:
    """Every rule with its dated values."""
    policy = shipped()
    parts = [
        "One file each in `sca_flow/rules/data/`. A value is *verified* or *derived* (confirmed), or from *memory* or "
        "*assumed*: then a refusal that rests on it is a working assumption, and never scored."
    ]
    for rule in policy.rules.values():
        values = table(
            ("from", "until", "value", "confidence", "source", "note"),
            (
                (
                    str(v.from_ or "then"),
                    until(v),
                    in_words(v.value),
                    v.confidence.value,
                    v.source + (f", {v.pinpoint}" if v.pinpoint else ""),
                    v.note or v.why,
                )
                for v in rule.values
            ),
        )
        picked = "" if rule.type == "statement" else f" The date that counts: {rule.selected_by}"
        sure = "" if rule.selected_by_confidence.confirmed or not picked else f" ({rule.selected_by_confidence.value})"
        against = [f"Against it, {c.source}: {c.says}" for c in rule.contradictions]
        parts += [f"## `{rule.id}`", f"{rule.question}{picked}{sure}{'.' if picked else ''}", values, *against]
    return page("Rules", *parts)


def sources() -> str:
    """The registry of sources."""
    return page(
        "Sources",
        table(
            ("id", "title", "publisher", "published", "address", "note"),
            (
                (s.id, s.title, s.publisher, str(s.published or ""), s.address or "", s.note)
                for s in shipped().sources.values()
            ),
        ),
    )


def variants() -> str:
    """Every variant that ships, with what it changes: the answer of ``policy diff rules VARIANT``."""
    parts = [
        "A what-if each, in `sca_flow/rules/variants/`. What stands here is what `sca-flow policy diff rules VARIANT` "
        "answers for a panel of a chair and five members; the command also shows the shortest case behind each line. "
        "The rule tests of `sca_flow/rules/tests/` say the same of single steps."
    ]
    for name in shipped_variants().by_id:
        found = compared(name)
        changed = [one for one in found.safeguards if one.a != one.b]
        values = ((f"`{one.old.rule}`", one.old.value, one.new.value) for one in found.text)
        behaviour = [f"- {one.headline('the rules', 'the variant')}" for b in found.behaviour for one in b.differences]
        parts += [
            f"## `{name}`",
            f"{shipped_variants().find(name, shipped()).why.strip()} On {found.b.on}:",
            table(("rule", "as published", "under the variant"), values),
            "\n".join(behaviour),
            table(("safeguard", "verdict"), ((f"`{one.invariant.id}`", one.verdict) for one in changed))
            if changed
            else "Every safeguard has the verdict that it had.",
        ]
    return page("Variants", *parts)


def compared(name: str) -> Diff:
    """A variant beside the rules as published, on the date that it asks for."""
    a, b = sides("rules", name, None, shipped(), shipped_variants(), START)
    return diff(a, b, shipped(), read_invariants(SAFEGUARDS, shipped().sources))


def errors() -> str:
    """Every error with its code and exit code."""
    found = sorted({kind.code: kind for kind in error_kinds()}.items())
    return page(
        "Errors",
        "Each says what happened, why, and what to do; under `--json` it is one object on standard error. "
        "Exit codes: 0 done, 1 the answer is no, 2 usage or bad input, 3 store, 4 incomplete, 130 and 143 interrupted.",
        table(
            ("code", "exit", "what it means"),
            ((f"`{code}`", str(kind.exit_code), (inspect.getdoc(kind) or "").split("\n\n")[0]) for code, kind in found),
        ),
    )


def findings() -> str:
    """Every check of scenarios by its code."""
    rows = ((f"[`{c.code}`](findings/{c.code}.md)", c.severity, c.title, c.why) for c in checks())
    return page(
        "What the check of scenarios finds",
        "`sca-flow scenario check PATH...` tells everything at once, over all scenarios and courses that the paths "
        "hold: file, line, what, why it matters, and the cure. A code stays what it is. Exit codes: 0 nothing found, "
        "1 findings, 2 a file that cannot be read (`SC000`), whatever else there is; a warning may "
        "be meant, and counts as a finding all the same. `--json` prints the same as one "
        "object. Of one check at most a hundred findings are told for a file.",
        table(("code", "severity", "finds", "why it matters"), rows),
    )


def finding(check: Check) -> str:
    """The page of one check."""
    parts = [
        f"Severity: {check.severity}.",
        "## Why",
        check.why,
        "## Cure",
        check.cure,
        "## Example",
        f"```yaml\n{check.example}\n```",
    ]
    return page(f"{check.code}: {check.title}", *parts, *(["## What it looks at", check.note] if check.note else []))


def xapi_profile() -> str:
    """The verbs, activities and extensions of our statements, from the profile that is published with the program."""
    profile = json.loads(PROFILE.read_text(encoding="utf-8"))
    templates = table(
        ("statement", "verb", "what it is about", "when"),
        (
            (f"`{last(t['id'])}`", f"`{t['verb']}`", f"`{t['objectActivityType']}`", t["definition"]["en"])
            for t in profile["templates"]
        ),
    )
    extensions = table(
        ("extension", "of", "what it says", "its values"),
        (
            (
                f"`{last(c['id'])}`",
                c["type"].removesuffix("Extension").lower(),
                c["definition"]["en"],
                f"`{c['inlineSchema']}`",
            )
            for c in profile["concepts"]
        ),
    )
    return page(
        "The xAPI profile",
        "`sca-flow export xapi ATTEMPT...` writes xAPI 1.0.3 statements by this profile, which lies in the program as "
        "`sca_flow/workshop/xapi/profile.jsonld`. See [how to export](../how-to/export-to-a-learning-record-store.md).",
        f"Its identifier is `{profile['id']}`, and extensions begin with `{BASE}/extensions/`. The domain is reserved "
        "for examples: the identifiers tell things apart, and nothing is to be found there.",
        "## Statements",
        templates,
        "## Extensions",
        extensions,
        "## What is in every statement",
        "- `id`: made from the event's own id, so that exporting twice gives the same, and a store keeps one.\n"
        "- `actor`: an account whose name is a pseudonym. There is no name, no mailbox, and nothing to guess them by.\n"
        "- `timestamp`: the trainee's wall clock, in UTC. The day in the case is an extension.\n"
        "- `context.registration`: the attempt. `context.revision`: the hash of the scenario as it was played.\n"
        "- `context.contextActivities`: the profile as category, the course as grouping, the scenario as parent.",
        "## What is never in one",
        "- What anybody wrote: reasons, notes, credibility. Marks on documents are not exported either.\n"
        "- `passed` and `failed`: three scores stand apart, and no number decides. What is unconfirmed is never "
        "scored, and a refusal that only a working assumption gives has no `success`.\n"
        "- Steps of scripted people and incidents: they are not the trainee's.",
    )


def last(iri: str) -> str:
    """The last part of an identifier."""
    return iri.rpartition("/")[2]


def error_kinds() -> Iterator[type[ScaFlowError]]:
    """The whole tree of errors, wherever in the package it grows."""
    for module in pkgutil.walk_packages(sca_flow.__path__, "sca_flow."):
        if "migrations" not in module.name:
            importlib.import_module(module.name)
    waiting: list[type[ScaFlowError]] = [ScaFlowError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


def commands() -> str:
    """Every command with its options, from the command line itself."""
    from typer.main import get_command

    from sca_flow.cli.main import app

    parts = ["`sca-flow --help` and `sca-flow COMMAND --help` say the same."]
    for path, command in walk("sca-flow", get_command(app)):
        options = [
            (" ".join(f"`{name}`" for name in parameter.opts) if parameter.opts else parameter.name, help_of(parameter))
            for parameter in command.params
            if parameter.name not in ("help",)
        ]
        parts += [
            f"## `{path}`",
            (command.help or "").strip(),
            table(("option", "what it does"), options) if options else "",
        ]
    return page("Commands", *(part for part in parts if part))


def walk(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    """A command and the commands under it."""
    subcommands = getattr(command, "commands", {})
    if not subcommands or command.callback is not None:
        yield path, command
    for name, sub in subcommands.items():
        yield from walk(f"{path} {name}", sub)


def help_of(parameter: Any) -> str:
    """What an option or argument is for."""
    return str(getattr(parameter, "help", None) or "").strip()


def keys() -> str:
    """The keys of the screens, from the one list of bindings."""
    from tui import bindings

    other = "Each can be given another key by its id, in [the settings](configuration.md)."
    return page("Keys", other, *bindings_tables(bindings))


def bindings_tables(bindings: Any) -> Iterator[str]:
    """One table a list of bindings."""
    for name, found in vars(bindings).items():
        if name.isupper() and isinstance(found, list):
            yield f"## {name.replace('_', ' ').capitalize()}"
            yield table(
                ("key", "what it does", "more", "id"),
                ((f"`{b.key}`", b.description, b.tooltip, f"`{b.id}`") for b in found if hasattr(b, "key")),
            )


def by(who: tuple[Role, ...] | str) -> str:
    """Who may take a step, as a cell."""
    if isinstance(who, str):
        return f"as `{who}` says"
    return "anyone" if len(who) == len(Role) else " ".join(f"`{role}`" for role in who)


def until(version: Version) -> str:
    """The last day of a value, as a cell."""
    if isinstance(version.until, Range):
        return f"between {version.until.earliest} and {version.until.latest}"
    return str(version.until) if isinstance(version.until, date) else ""


def table(head: tuple[str, ...], rows: Any) -> str:
    """A Markdown table."""
    cells = [" | ".join(str(cell).replace("\n", " ").replace("|", "\\|").strip() for cell in row) for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|" + " --- |" * len(head), *(f"| {row} |" for row in cells)])


def page(title: str, *parts: str) -> str:
    """A page from its parts."""
    return MADE + "\n" + "\n\n".join([f"# {title}", *parts]) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
