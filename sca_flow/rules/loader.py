"""Reading the rules and their sources from files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from sca_flow.errors import FileError, Problem, nearest
from sca_flow.reading import Tree, read_yaml
from sca_flow.rules.model import Rule, Source
from sca_flow.rules.policy import Policy, Rules, field_of
from sca_flow.rules.variant import Variants

SHIPPED = Path(str(files("sca_flow.rules")))


@cache
def shipped() -> Policy:
    """The rules that come with the program."""
    return load(SHIPPED)


def load(folder: Path) -> Policy:
    """Read ``sources.yaml`` and every rule under ``data/``.

    Raises:
        FileError: what is wrong with a file, with its lines: an unknown key, value or source, a gap, an overlap,
            a rule that no guard could read, or a rule that is missing.
    """
    sources = load_sources(folder / "sources.yaml")
    rules: dict[str, Rule] = {}
    for path in sorted((folder / "data").glob("*.yaml")):
        tree = read_yaml(path)
        rule = tree.as_(Rule)
        problems = list(_problems(tree, rule, path.stem, sources))
        if problems:
            raise FileError(str(path), problems)
        rules[rule.id] = rule
    if missing := set(Rules._fields) - {field_of(rule_id) for rule_id, rule in rules.items() if rule.variable}:
        names = ", ".join(sorted(missing))
        raise FileError(str(folder / "data"), [Problem(None, f"no rule file gives a value for: {names}.")])
    return Policy(rules, sources)


def load_sources(path: Path) -> Mapping[str, Source]:
    """The registry of sources by id."""
    tree = read_yaml(path)
    found = tree.as_(list[Source])
    by_id: dict[str, Source] = {}
    for place, source in enumerate(found):
        if source.id in by_id:
            raise FileError(str(path), [Problem(tree.line((place, "id")), f"source '{source.id}' appears twice.")])
        by_id[source.id] = source
    return by_id


def _problems(tree: Tree, rule: Rule, name: str, sources: Mapping[str, Source]) -> Iterable[Problem]:
    if rule.id != name:
        yield Problem(tree.line(("id",)), f"the rule's id is '{rule.id}', but its file is called '{name}.yaml'.")
    if rule.variable and field_of(rule.id) not in Rules._fields:
        yield Problem(tree.line(("id",)), f"no guard reads a rule called '{rule.id}'; mark it 'variable: false'.")
    for place, fault in rule.faults():
        yield Problem(tree.line(place), f"{fault}.")
    cited = [(("values", place, "source"), version.source) for place, version in enumerate(rule.values)]
    cited += [(("contradictions", place, "source"), c.source) for place, c in enumerate(rule.contradictions)]
    for where, source in cited:
        if source not in sources:
            yield Problem(tree.line(where), f"there is no source '{source}'. {nearest(source, sources)}")


@cache
def shipped_variants() -> Variants:
    """The variants that come with the program."""
    return Variants.read(SHIPPED / "variants", shipped())
