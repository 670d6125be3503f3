"""Lists that are chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import bindings
from tui.text import OK, QUIET, join


class ChoiceList(OptionList):
    """A list whose lines are plain content, never markup; a line is known by its id."""

    BINDINGS = [*bindings.LIST, *bindings.CHOICE]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes, markup=False)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How high it wants to be.  A first layout may offer no width at all, which text cannot be wrapped to."""
        return super().get_content_height(container, viewport, width) if width > 0 else 1

    @property
    def chosen(self) -> str | None:
        """The id of the highlighted line."""
        if self.highlighted is None:
            return None
        return self.get_option_at_index(self.highlighted).id

    def fill(self, lines: Iterable[tuple[str | None, Content]]) -> None:
        """Give it other lines; one without an id is a heading.  The highlight stays where it was, if it can."""
        before = self.chosen
        self.clear_options()
        self.add_options([Option(content, id=name, disabled=name is None) for name, content in lines])
        names = [option.id for option in self.options]
        if before is not None and before in names:
            self.highlighted = names.index(before)
        else:
            self.highlighted = next((place for place, name in enumerate(names) if name is not None), None)


class PickList(ChoiceList):
    """Picked from: one line or, if ``many``, several.  What is picked can be told without colour."""

    BINDINGS = [*bindings.LIST, *bindings.PICK]

    @dataclass
    class Changed(Message):
        """Something else is picked now."""

        list: PickList

    def __init__(
        self,
        options: Sequence[tuple[str, Content]],
        picked: Iterable[str],
        *,
        many: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._options_given, self._many = options, many
        self.set_class(many, "-many")
        known = [name for name, _ in options]
        self.picked = [name for name in picked if name in known]

    def on_mount(self) -> None:
        self._draw()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        name = str(event.option_id)
        if not self._many:
            self.picked = [name]
        elif name in self.picked:
            self.picked.remove(name)
        else:
            self.picked.append(name)
        self._draw()
        self.post_message(self.Changed(self))

    def offer(self, options: Sequence[tuple[str, Content]]) -> None:
        """Offer other lines; what is picked and still there stays picked."""
        known = [name for name, _ in options]
        self._options_given, self.picked = options, [name for name in self.picked if name in known]
        self._draw()

    def _draw(self) -> None:
        marks = ("[x] ", "[ ] ") if self._many else ("(•) ", "( ) ")
        self.fill(
            (name, join((marks[name not in self.picked], OK if name in self.picked else QUIET)) + label)
            for name, label in self._options_given
        )
