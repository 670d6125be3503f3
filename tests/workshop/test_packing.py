"""A scenario or a course in one file: packed the same each time, and unpacked only when all of it is sound."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sca_flow.rules.loader import shipped
from sca_flow.scenario.loader import load
from sca_flow.scenario.model import LIBRARY
from sca_flow.workshop.packs import unpacking
from sca_flow.workshop.packs.names import clashes, faults
from sca_flow.workshop.packs.packing import pack
from sca_flow.workshop.packs.unpacking import unpack

from .commanding import Command, tree
from .hostile_packs import HOSTILE, Entries, manifested, zipped
from .making import Spoilt, begun

COURSE = """format: 1
id: a-course
title: A course
audience: All.
aims: [One.]
prerequisites: []
order: [made-up]
minutes: 5
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Entries:
    """The files of a sound scenario."""
    path = begun(tmp_path_factory.mktemp("sound"), "decision").path
    return sorted((name, data) for name, data in tree(path).items() if isinstance(data, bytes))


@pytest.fixture
def course(panel: Spoilt) -> Path:
    """A course of one scenario."""
    folder = panel.path.parent
    (folder / "course.yaml").write_text(COURSE, encoding="utf-8")
    return folder


def test_a_scenario_that_was_packed_is_unpacked_as_it_was_and_packs_to_the_same_bytes(
    sca_flow: Command, panel: Spoilt, tmp_path: Path
) -> None:
    (panel.path / "tests").mkdir(exist_ok=True)
    (panel.path / "tests" / "first-step.yaml").write_text("- {step: accept_referral, by: i-larch}\n", encoding="utf-8")
    (panel.path / "review.md").write_bytes("# Read by\r\n\r\nNobody yet – caf\u00e9.\r\n".encode())
    first = sca_flow("scenario", "pack", panel.path)
    assert (first.code, first.err) == (0, "")
    assert sca_flow("scenario", "unpack", "made-up.scaflow", "--into", tmp_path).code == 0
    assert sca_flow("scenario", "pack", tmp_path / "made-up", "--output", "again.scaflow").code == 0

    assert Path("again.scaflow").read_bytes() == Path("made-up.scaflow").read_bytes()
    assert tree(tmp_path / "made-up") == tree(panel.path)
    assert load(tmp_path / "made-up", shipped()).sha == load(panel.path, shipped()).sha


def test_the_course_that_ships_goes_there_and_back(sca_flow: Command, tmp_path: Path) -> None:
    packed = sca_flow("scenario", "pack", LIBRARY / "first-decisions", "--json").json
    said = sca_flow("scenario", "unpack", packed["pack"], "--into", tmp_path / "new", "--json").json

    assert (said["kind"], said["id"]) == ("course", "first-decisions")
    assert set(said["scenarios"]) == {"county-lines", "nail-bar", "domestic-servitude"}
    assert tree(tmp_path / "new" / "first-decisions") == tree(LIBRARY / "first-decisions")
    assert sca_flow("scenario", "check", tmp_path / "new").code == 0


def test_the_same_folder_gives_the_same_bytes_whatever_its_files_dates_and_modes(panel: Spoilt, tmp_path: Path) -> None:
    before = pack(panel.path, shipped()).data
    copy = shutil.copytree(panel.path, tmp_path / "another-name")
    for path in copy.rglob("*.txt"):
        os.utime(path, (1, 1))
        path.chmod(0o600)

    assert pack(copy, shipped()).data == before


def test_a_pack_is_a_zip_file_that_other_programs_read(panel: Spoilt, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(pack(panel.path, shipped()).data)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert archive.read("scenario.yaml") == panel.yaml.read_bytes()


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_pack_that_another_program_made_anew_is_as_good(
    sca_flow: Command, sound: Entries, tmp_path: Path, how: int
) -> None:
    (tmp_path / "a.scaflow").write_bytes(zipped(manifested(sound), how=how))

    assert sca_flow("scenario", "unpack", tmp_path / "a.scaflow").code == 0
    assert [(name, data) for name, data in sorted(tree(Path("made-up")).items()) if isinstance(data, bytes)] == sound


def test_what_is_no_text_of_a_scenario_is_left_out_and_told(sca_flow: Command, panel: Spoilt) -> None:
    for name in (".git", "__pycache__"):
        (panel.path / name).mkdir()
        (panel.path / name / "x.pyc").write_bytes(b"\0")
    (panel.path / "photo.png").write_bytes(b"\x89PNG")
    said = sca_flow("scenario", "pack", panel.path)

    assert said.code == 0
    assert "Left out" in said.err
    assert all(name in said.err for name in (".git", "__pycache__/x.pyc", "photo.png"))
    with zipfile.ZipFile("made-up.scaflow") as archive:
        assert {Path(name).suffix for name in archive.namelist()} == {".yaml", ".txt", ".json"}


def test_nothing_is_overwritten(sca_flow: Command, panel: Spoilt) -> None:
    assert sca_flow("scenario", "pack", panel.path).code == 0
    for way in (("pack", panel.path), ("pack", panel.path, "--output", panel.yaml)):
        said = sca_flow("scenario", *way)
        assert (said.code, "is there already" in said.err) == (2, True)

    for make in (Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")):
        make(Path("made-up"))
        before = tree(Path.cwd())
        said = sca_flow("scenario", "unpack", "made-up.scaflow")
        assert (said.code, "is there already" in said.err) == (2, True)
        assert tree(Path.cwd()) == before
        Path("made-up").rmdir() if Path("made-up").is_dir() else Path("made-up").unlink()


def test_a_place_that_cannot_be_written_is_told(sca_flow: Command, panel: Spoilt) -> None:
    sca_flow("scenario", "pack", panel.path)
    for into in ("made-up.scaflow", "nowhere/at/all"):
        said = sca_flow("scenario", "unpack", "made-up.scaflow", "--into", into)
        assert (said.code, "cannot be made" in said.err) == (2, True)
    assert sca_flow("scenario", "pack", panel.path, "--output", "nowhere/a.scaflow").code == 2
    assert list(tree(Path.cwd())) == ["made-up.scaflow"]


@pytest.mark.parametrize("leaves", [KeyboardInterrupt, SystemExit, OSError])
def test_whatever_ends_it_before_it_is_done_nothing_is_left(
    panel: Spoilt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leaves: type[BaseException]
) -> None:
    (tmp_path / "a.scaflow").write_bytes(pack(panel.path, shipped()).data)
    before = tree(tmp_path)

    def interrupted(*_: object) -> None:
        raise leaves

    monkeypatch.setattr(unpacking, "_prove", interrupted)
    with pytest.raises(BaseException):  # noqa: B017, PT011 - whichever it is
        unpack(tmp_path / "a.scaflow", tmp_path / "new", shipped())
    assert tree(tmp_path) == before


@pytest.mark.parametrize("harm", HOSTILE)
def test_a_hostile_pack_is_refused_before_anything_is_written(
    sca_flow: Command, sound: Entries, tmp_path: Path, harm: str
) -> None:
    make, words = HOSTILE[harm]
    (tmp_path / "a.scaflow").write_bytes(make(sound))
    (tmp_path / "evil.txt").write_text("mine", encoding="utf-8")
    before = tree(tmp_path)
    said = sca_flow("scenario", "unpack", tmp_path / "a.scaflow", "--into", tmp_path / "here")

    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.all
    assert not said.out
    assert tree(tmp_path) == before


def test_everything_that_is_wrong_with_a_pack_is_told_at_once(
    sca_flow: Command, sound: Entries, tmp_path: Path
) -> None:
    bad = manifested([*sound, ("../a.txt", b"\xff"), ("b.txt", b"b")], lambda made: made["files"].pop())
    (tmp_path / "a.scaflow").write_bytes(zipped(bad))
    said = sca_flow("scenario", "unpack", tmp_path / "a.scaflow", "--json")

    assert said.code == 2
    for words in ("leads out of its folder", "is not UTF-8 text", "'b.txt' is not listed"):
        assert words in said.err


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are a matter of POSIX systems")
@pytest.mark.parametrize("name", ["a-pipe", "/dev/zero", "a-folder", "nowhere", "x" * 5000, "a-ring"])
def test_a_file_that_is_no_pack_is_refused(sca_flow: Command, name: str) -> None:
    os.mkfifo("a-pipe")
    Path("a-folder").mkdir()
    Path("a-ring").symlink_to("a-ring")
    before = tree(Path.cwd())
    said = sca_flow("scenario", "unpack", name)

    assert said.code == 2
    assert "Traceback" not in said.all
    assert tree(Path.cwd()) == before


def _a_link(folder: Path) -> None:
    (folder / "documents" / "more.txt").symlink_to("/etc/passwd")


def _a_pipe(folder: Path) -> None:
    os.mkfifo(folder / "documents" / "more.txt")


def _many(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}.txt").write_text("text", encoding="utf-8")


REFUSED = {
    "a link": (_a_link, "'documents/more.txt' is a link"),
    "a link to a folder": (lambda folder: (folder / "up").symlink_to(".."), "'up' is a link"),
    "a pipe": (_a_pipe, "is no plain file"),
    "many files": (_many, "a pack holds 200 at most"),
    "a large file": (lambda folder: (folder / "a.txt").write_bytes(b"a\n" * 600_000), "is larger than 1 MB"),
    "bytes": (lambda folder: (folder / "a.txt").write_bytes(b"\xff"), "is not UTF-8"),
    "a name for some systems only": (lambda folder: (folder / "a:b.txt").touch(), "has one of"),
    "names that are the same for some": (
        lambda folder: [(folder / name).touch() for name in ("a.txt", "A.txt")],
        "on some systems",
    ),
    "a document that is not there": (
        lambda folder: (folder / "documents" / "referral-form.txt").unlink(),
        "there is no file 'documents/referral-form.txt'",
    ),
    "a document that is called otherwise": (
        lambda folder: Spoilt(folder).change("documents/referral-form.txt", "documents/form") and _called(folder),
        "the document 'documents/form' cannot be packed",
    ),
    "a misspelt key": (lambda folder: Spoilt(folder).change("minutes:", "minuets:"), "Did you mean 'minutes'?"),
    "no scenario": (lambda folder: (folder / "scenario.yaml").unlink(), "holds no 'scenario.yaml'"),
    "no folder": (lambda folder: shutil.rmtree(folder), "is not the folder of a scenario"),
}


def _called(folder: Path) -> None:
    (folder / "documents" / "referral-form.txt").rename(folder / "documents" / "form")


@pytest.mark.skipif(os.name != "posix", reason="some of these names cannot be made elsewhere")
@pytest.mark.parametrize("how", REFUSED)
def test_what_could_not_be_unpacked_or_played_is_not_packed(sca_flow: Command, panel: Spoilt, how: str) -> None:
    spoil, words = REFUSED[how]
    spoil(panel.path)
    said = sca_flow("scenario", "pack", panel.path)

    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.all
    assert not list(Path.cwd().iterdir())


def test_a_mistake_in_the_only_scenario_is_told_with_its_file_and_line(sca_flow: Command, panel: Spoilt) -> None:
    panel.change("minutes:", "minuets:")

    assert f"{panel.yaml}:{panel.line('minuets')}:" in sca_flow("scenario", "pack", panel.path).err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: Spoilt(folder).change("[made-up]", "[made-up, other]", file="course.yaml"), "names 'other'"),
        (lambda folder: Spoilt(folder).change("minutes: 5", "minutes: few", file="course.yaml"), "'minutes'"),
        (lambda folder: Spoilt(folder / "made-up").change("minutes:", "minuets:"), "minuets"),
        (lambda folder: shutil.copy(folder / "made-up" / "scenario.yaml", folder), "in one folder"),
        (lambda folder: (folder / "course.yaml").unlink(), "holds no 'scenario.yaml' and no 'course.yaml'"),
    ],
)
def test_a_course_that_does_not_hold_together_is_not_packed(
    sca_flow: Command, course: Path, change: object, words: str
) -> None:
    assert callable(change)
    change(course)
    said = sca_flow("scenario", "pack", course)

    assert (said.code, words in said.err) == (2, True), said.err


def test_a_course_s_pack_in_which_a_scenario_does_not_load_is_refused(
    sca_flow: Command, course: Path, tmp_path: Path
) -> None:
    files = [
        (name, data.replace(b"minutes: 45", b"minutes: long") if isinstance(data, bytes) else data)
        for name, data in tree(course).items()
        if isinstance(data, bytes)
    ]

    def is_course(made: dict[str, object]) -> None:
        made.update(kind="course", id="a-course", scenarios={"made-up": "made-up"})

    (tmp_path / "a.scaflow").write_bytes(zipped(manifested(files, is_course)))
    said = sca_flow("scenario", "unpack", tmp_path / "a.scaflow")

    assert said.code == 2
    assert "'made-up/scenario.yaml', line" in said.err
    assert not list(Path.cwd().iterdir())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_however_a_pack_is_damaged_it_is_refused_or_unpacked_inside_its_target(
    sca_flow: Command, sound: Entries, tmp_path: Path, data: st.DataObject
) -> None:
    made = bytearray(zipped(manifested(sound), how=data.draw(st.sampled_from([0, 8]))))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(made) - 1) | st.integers(max(0, len(made) - 500), len(made) - 1))
        made[at] ^= data.draw(st.integers(1, 255))
    if data.draw(st.booleans()):
        del made[data.draw(st.integers(0, len(made))) :]
    (tmp_path / "a.scaflow").write_bytes(made)
    before = tree(tmp_path)
    said = sca_flow("scenario", "unpack", tmp_path / "a.scaflow", "--into", tmp_path / "here")

    assert said.code in (0, 2)
    assert "Traceback" not in said.all
    assert "went wrong" not in said.all
    shutil.rmtree(tmp_path / "here" / "made-up", ignore_errors=said.code == 2)
    assert tree(tmp_path) == before


@settings(deadline=None)
@given(
    names=st.lists(
        st.text(st.sampled_from("./\\:aA \u00e9e\u0301\u202e\0~-") | st.characters(), max_size=12), max_size=4
    )
)
def test_names_without_a_fault_lie_inside_a_folder_beside_each_other(names: list[str]) -> None:
    sound = [f"{name}.txt" for name in names if not any(faults(f"{name}.txt"))]
    folder = PureWindowsPath("C:/inside")
    for name in sound:
        assert os.path.normpath(f"/inside/{name}") == f"/inside/{name}"
        assert (folder / name).is_relative_to(folder)
        assert ".." not in (folder / name).parts
    if not any(clashes(sound)):
        assert len({name.casefold() for name in sound}) == len(sound)


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX systems")
def test_what_is_unpacked_is_no_program(sca_flow: Command, sound: Entries, tmp_path: Path) -> None:
    executable = zipped(manifested(sound), lambda info: setattr(info, "external_attr", (stat.S_IFREG | 0o4777) << 16))
    (tmp_path / "a.scaflow").write_bytes(executable)
    sca_flow("scenario", "unpack", tmp_path / "a.scaflow")

    modes = [path.stat().st_mode for path in Path("made-up").rglob("*") if path.is_file()]
    assert modes
    assert not [mode for mode in modes if mode & 0o7111]
