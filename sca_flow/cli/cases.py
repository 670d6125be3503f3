"""What there is to walk."""

from __future__ import annotations

from sca_flow.cli import out
from sca_flow.cli.options import Json


def list_(as_json: Json = False) -> int:
    """List the courses and scenarios."""
    from sca_flow.rules.loader import shipped
    from sca_flow.scenario.loader import Library

    library = Library(shipped())
    courses = [course.model_dump(mode="json", exclude={"format"}) for course in library.courses()]
    scenarios = [
        {
            "id": scenario.id,
            "title": scenario.file.title,
            "course": scenario.course,
            "minutes": scenario.file.minutes,
            "summary": scenario.file.summary.strip(),
        }
        for scenario in library.scenarios()
    ]
    if as_json:
        out.json_object({"courses": courses, "scenarios": scenarios})
        return 0
    for course in courses:
        out.data(f"{course['title']} ({course['id']}, {course['minutes']} minutes)")
        if course["prerequisites"]:
            out.data(f"  Before it: {', '.join(course['prerequisites'])}.")
        for scenario in scenarios:
            if scenario["course"] == course["id"]:
                out.data(f"  {scenario['id']}: {scenario['title']}, {scenario['minutes']} minutes")
                out.data(f"    {scenario['summary']}")
    return 0
