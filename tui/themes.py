"""Themes of ours: dark, light, and two of high contrast (text at least 7:1, computed in a test)."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DEFAULT = "sca-dark"


def _theme(name: str, *, dark: bool, text: dict[str, str], **colours: str) -> Theme:
    """A theme whose texts are given outright: Textual would blend them into the background.

    ``text`` gives muted, success, warning, error and accent text, text on the primary colour, and the
    ground of the highlighted line, on which all of these can be read.
    """
    variables = {
        "text": colours["foreground"],
        "text-muted": text["muted"],
        "text-disabled": text["muted"],
        "text-primary": text["accent"],
        "text-secondary": text["accent"],
        "text-accent": text["accent"],
        "text-success": text["success"],
        "text-warning": text["warning"],
        "text-error": text["error"],
        "foreground-muted": text["muted"],
        "foreground-disabled": text["muted"],
        "block-cursor-foreground": colours["foreground"],
        "block-cursor-background": text["cursor"],
        "block-cursor-text-style": text.get("cursor-style", "bold"),
        "block-cursor-blurred-foreground": colours["foreground"],
        "block-cursor-blurred-background": colours["boost"],
        "block-hover-background": colours["boost"],
        "border": colours["primary"],
        "border-blurred": colours["secondary"],
        "button-foreground": colours["foreground"],
        "button-color-foreground": text["on-primary"],
        "button-focus-text-style": "bold underline",
        "footer-background": colours["panel"],
        "footer-foreground": colours["foreground"],
        "footer-description-foreground": colours["foreground"],
        "footer-key-foreground": text["accent"],
        "input-cursor-background": colours["foreground"],
        "input-cursor-foreground": colours["background"],
        "input-selection-background": colours["primary"],
        "input-selection-foreground": text["on-primary"],
        "screen-selection-background": colours["primary"],
        "screen-selection-foreground": text["on-primary"],
        "scrollbar": colours["secondary"],
        "scrollbar-hover": colours["primary"],
        "scrollbar-background": colours["background"],
        "scrollbar-background-hover": colours["background"],
        "scrollbar-background-active": colours["background"],
        "scrollbar-corner-color": colours["background"],
        "link-color": text["accent"],
        "markdown-h1-color": text["accent"],
        "markdown-h2-color": text["accent"],
        "markdown-h3-color": text["accent"],
    }
    return Theme(
        name,
        **colours,  # type: ignore[arg-type]
        warning=text["warning"],
        error=text["error"],
        success=text["success"],
        dark=dark,
        text_alpha=1.0,
        variables=variables,
    )


THEMES = (
    _theme(
        "sca-dark",
        dark=True,
        primary="#6cb6e8",
        secondary="#3d5063",
        accent="#e8b76a",
        foreground="#dde5ec",
        background="#10161d",
        surface="#161e27",
        panel="#1c2631",
        boost="#263442",
        text={
            "muted": "#9eadbc",
            "accent": "#e8b76a",
            "success": "#7fcf9a",
            "warning": "#e8b76a",
            "error": "#f08c8c",
            "on-primary": "#0b1117",
            "cursor": "#1d3b57",
        },
    ),
    _theme(
        "sca-light",
        dark=False,
        primary="#1b5a92",
        secondary="#b3ab9c",
        accent="#7a4a00",
        foreground="#20262d",
        background="#faf8f3",
        surface="#ffffff",
        panel="#eeeae1",
        boost="#dde6ee",
        text={
            "muted": "#525c66",
            "accent": "#7a4a00",
            "success": "#1a6435",
            "warning": "#7a4a00",
            "error": "#a3202b",
            "on-primary": "#ffffff",
            "cursor": "#cfe0f0",
        },
    ),
    _theme(
        "sca-contrast-dark",
        dark=True,
        primary="#ffe14d",
        secondary="#c8c8c8",
        accent="#ffe14d",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        boost="#2b2b2b",
        text={
            "muted": "#d6d6d6",
            "accent": "#ffe14d",
            "success": "#7dffa0",
            "warning": "#ffd166",
            "error": "#ffb0b0",
            "on-primary": "#000000",
            "cursor": "#12365e",
            "cursor-style": "bold underline",
        },
    ),
    _theme(
        "sca-contrast-light",
        dark=False,
        primary="#00306e",
        secondary="#4a4a4a",
        accent="#00306e",
        foreground="#000000",
        background="#ffffff",
        surface="#ffffff",
        panel="#ffffff",
        boost="#e2ecff",
        text={
            "muted": "#333333",
            "accent": "#00306e",
            "success": "#004a1c",
            "warning": "#5a3300",
            "error": "#7c0010",
            "on-primary": "#ffffff",
            "cursor": "#c9dcff",
            "cursor-style": "bold underline",
        },
    ),
)
NAMES = tuple(theme.name for theme in THEMES)


def known() -> set[str]:
    """Every theme that can be chosen: ours and Textual's."""
    return {*NAMES, *BUILTIN_THEMES}
