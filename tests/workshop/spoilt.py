"""The ways in which a sound scenario is spoilt, and what is then found: at least one for each check."""

from __future__ import annotations

from collections.abc import Callable

from .making import Spoilt

Spoil = Callable[[Spoilt], object]


def _twice(s: Spoilt) -> object:
    return s.change("{id: d-moss, name", "{id: i-larch, name")


def _incident(words: str) -> Spoil:
    return lambda s: s.change("\nchairs:", f"\nincidents:\n  - {{id: news, {words}, tells: There is news.}}\n\nchairs:")


def mistake(when: str) -> Spoil:
    made = f"    - {{id: new, says: S., when: {{{when}}}, comes_from: C., why: W., sources: [SIM]}}\n"
    return lambda s: s.change("    - id: proof-too-early", f"{made}    - id: proof-too-early")


def form(words: str) -> Spoil:
    return lambda s: s.change("What we saw", f"{words}\n\nWhat we saw", file="documents/referral-form.txt")


def _role(who: str, old: str, new: str) -> Spoil:
    return lambda s: s.change(f"{who}, roles: [{old}]", f"{who}, roles: [{new}]")


def _one_for_both(s: Spoilt) -> object:
    _role("Rosa Tarn", "second_reviewer, manager", "manager")(s)
    return _role("Daniel Moss", "decision_maker", "decision_maker, second_reviewer")(s)


def _one_member(s: Spoilt) -> object:
    _role("Leo Shaw", "panel_member", "person")(s)
    return _role("Nina Hay", "panel_member", "person")(s)


def _conflicts(s: Spoilt) -> object:
    s.change("name: Leo Shaw,", "name: Leo Shaw, conflict: I know the foreman.,")
    return s.change("name: Nina Hay,", "name: Nina Hay, conflict: I know the foreman.,")


SPOILT: list[tuple[str, str, Spoil, str, str]] = [
    # code, template, how it is spoilt, the line of it that is told, and words of the finding
    ("SC000", "panel", lambda s: s.change("minutes: 45", "minutes: 45\nminutes: 46"), "minutes: 46", "appears twice"),
    ("SC001", "panel", lambda s: s.change("minutes: 45", "minuets: 45"), "minuets", "Did you mean 'minutes'?"),
    ("SC001", "panel", lambda s: s.change("age_at_referral: adult", "age_at_referral: old"), "old", "no 'old' here"),
    ("SC002", "panel", _twice, "name: Daniel Moss", "'i-larch' appears twice among the people"),
    ("SC003", "panel", lambda s: s.change("by: r-tarn", "by: r-tran"), "by: r-tran", "Did you mean 'r-tarn'?"),
    ("SC003", "panel", lambda s: s.change("sources: [WMS-22]", "sources: [WMS]"), "[WMS]", "no source 'WMS'"),
    ("SC003", "panel", lambda s: s.change("  asked:", "  next: nailbar\n  asked:"), "nailbar", "no scenario 'nailbar'"),
    ("SC004", "panel", lambda s: s.change("documents/support-letter", "documents/letter"), "/letter.txt", "no file"),
    ("SC004", "panel", lambda s: s.change("documents/support-", "../support-"), "../support-", "lies outside"),
    ("SC004", "panel", lambda s: s.change("file: documents/support", f"file: {'x' * 5000}"), "xxx", "cannot be used"),
    (
        "SC005",
        "panel",
        _role("Rosa Tarn", "second_reviewer", "manager"),
        "people:",
        "nobody holds the role second_reviewer",
    ),
    (
        "SC005",
        "panel",
        lambda s: s.change("roles: [manager]", "roles: [first_responder]"),
        "people:",
        "further_consideration",
    ),
    (
        "SC005",
        "decision",
        _role("Daniel Moss", "decision_maker", "person"),
        "people:",
        "nobody holds the role decision_maker",
    ),
    ("SC006", "panel", _one_member, "people:", "'panel_listing' and 'panel_sitting'"),
    (
        "SC007",
        "panel",
        _incident("stage: received, step: refer_back, by: h-croft"),
        "id: news",
        "not a step of 'received'",
    ),
    (
        "SC007",
        "panel",
        _incident("on: 2020-03-01, step: suspend, by: t-brezan"),
        "id: news",
        "with the roles of 't-brezan'",
    ),
    ("SC007", "panel", _incident("on: 2020-01-02, step: withdraw, by: t-brezan"), "id: news", "due from the start"),
    (
        "SC007",
        "decision",
        _incident("stage: panel_listing, step: suspend, by: i-larch"),
        "id: news",
        "does not come to",
    ),
    ("SC007", "panel", _incident("stage: received, step: suspend, by: i-larch"), "id: news", "lacks why"),
    (
        "SC007",
        "panel",
        _incident("stage: received, step: suspend, by: i-larch, with: {reasons: R}"),
        "id: news",
        "Did you mean 'reason'?",
    ),
    ("SC007", "panel", mistake("taken: refer_back"), "id: new,", "made by the model path itself"),
    (
        "SC007",
        "panel",
        mistake("refused: refer_back, by: [recovery.minimum]"),
        "id: new,",
        "not refused by recovery.minimum",
    ),
    (
        "SC008",
        "panel",
        lambda s: s.change("answers: support_provider", "answers: police"),
        "id: support-letter",
        "when 'police' is asked",
    ),
    (
        "SC008",
        "panel",
        lambda s: s.change("arrives: 2020-02-05", "arrives: 2020-12-24"),
        "id: referral-form",
        "on 2020-12-24",
    ),
    (
        "SC009",
        "panel",
        lambda s: s.change("could have gone.", "could not have gone."),
        "text: He had the key",
        "do not stand in 'referral-form'",
    ),
    (
        "SC009",
        "panel",
        lambda s: s.change("text: He had the key to the caravan and could have gone.", "text: the"),
        "text: the",
        "stand 6 times",
    ),
    (
        "SC011",
        "panel",
        lambda s: s.change("dated: 2020-02-02", "dated: 2020-02-09"),
        "id: referral-form",
        "before the day of its date",
    ),
    ("SC011", "panel", lambda s: s.change("opens: 2020-02-05", "opens: 2020-02-04"), "opens:", "opens before"),
    ("SC011", "panel", lambda s: s.change("Slovak}", "Slovak, born: 2021-01-01}"), "born:", "born after"),
    ("SC014", "panel", lambda s: s.change("by: r-tarn", "by: r-trn", file="tests/panel-agrees.yaml"), "", "'r-tarn'?"),
    ("RU001", "panel", _one_member, "people:", "would not be quorate"),
    (
        "RU001",
        "panel",
        lambda s: s.change("[p-garth, l-shaw, n-hay]", "[n-hay]"),
        "step: convene_panel",
        "those invited",
    ),
    ("RU002", "panel", _role("Julian Beck", "panel_chair", "person"), "people:", "only Helen Croft can chair"),
    ("RU001", "panel", _conflicts, "people:", "all who may sit on a panel"),
    ("RU001", "panel", _conflicts, "step: convene_panel", "those invited"),
    (
        "RU001",
        "panel",
        lambda s: s.change("name: Helen Croft,", "name: Helen Croft, hand: She advised the council.,"),
        "step: convene_panel",
        "those invited",
    ),
    (
        "RU002",
        "panel",
        lambda s: s.change("name: Julian Beck,", "name: Julian Beck, conflict: I know the foreman.,"),
        "people:",
        "only Helen Croft can chair",
    ),
    ("RU003", "panel", mistake("taken: decline_further_consideration"), "id: new,", "by declining a referral back"),
    (
        "RU004",
        "panel",
        lambda s: s.change("by: r-tarn", "by: d-moss"),
        "step: uphold_cg_negative",
        "they wrote themselves",
    ),
    ("RU004", "decision", _one_for_both, "id: d-moss", "the only second reviewer"),
    ("RU005", "panel", lambda s: s.change("2020-", "2023-"), "step: convene_panel", "when no panels sat"),
    (
        "RU005",
        "decision",
        _incident("on: 2024-03-01, step: convene_panel, by: r-tarn"),
        "id: news",
        "when no panels sat",
    ),
    ("RU006", "panel", lambda s: s.change("2020-", "2018-"), "opens:", "no rule is modelled before 2019-04-29"),
    ("RU006", "panel", lambda s: s.change("2020-", "2027-"), "opens:", "the rules were last checked on"),
    (
        "RU006",
        "panel",
        lambda s: s.change("\nreferral:", "\nassume: {panel.in_force: 2023-01-05}\nreferral:"),
        "assume:",
        "cannot be assumed",
    ),
    ("RU007", "panel", form("Professional\ninsight   None."), "", "a field since 2023-05-15"),
    (
        "DE001",
        "panel",
        lambda s: s.without("        draft_rg_negative:"),
        "outcomes:",
        "'draft_rg_negative' can be taken",
    ),
    ("DE001", "panel", lambda s: s.without("judgement:", "\nchairs"), "", "'decide_rg_positive' can be taken"),
    ("DE002", "panel", lambda s: s.without("model:", "\n# What is good"), "", "there is no model path"),
    (
        "DE002",
        "panel",
        lambda s: s.change("on: 2020-03-30", "on: 2020-03-14"),
        "step: draft_cg_negative",
        "minimum recovery period",
    ),
    ("DE002", "panel", lambda s: s.change("members: [p-garth", "members: [nobody"), "step: convene_panel", "nobody"),
    (
        "DE002",
        "decision",
        lambda s: s.without("  - step: decide_cg_positive", "\n# What is good"),
        "step: begin_cg",
        "which is no end",
    ),
    ("DE003", "decision", mistake("taken: refer_back"), "id: new,", "'refer_back' cannot be taken in this case"),
    ("DE003", "decision", mistake("refused: publish_agreement"), "id: new,", "comes to no stage that knows"),
    ("DE003", "panel", mistake("chosen: threat-held-him"), "id: new,", "is a sound one"),
    (
        "DE004",
        "panel",
        lambda s: s.without("          passages: [could-have-gone"),
        "id: free-to-go",
        "rests on no passage and no source",
    ),
    ("DE004", "panel", lambda s: s.change("from: Larkhill Support", "from: ''"), "from: ''", "from whom"),
    ("SAFE001", "panel", form("Contact   ana.brezan@mailbox.co.uk"), "", "looks like an e-mail address"),
    ("SAFE001", "panel", lambda s: s.change("Carol Fell", "Carol Fell of B1 1AA"), "Carol Fell", "a postcode"),
    (
        "SAFE002",
        "panel",
        lambda s: s.without("content_note:", "\nopens").change("\nopens", "\ncontent_note: Sad.\nopens"),
        "content_note",
        "hardly anything",
    ),
]
