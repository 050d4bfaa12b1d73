#!/usr/bin/env python3
"""Records what a terminal of 80 columns shows, as text: docs/terminal.md and docs/terminal.zh.md, and with a browser as
pictures: docs/report.png, the top of the page about four fixtures, and docs/terminal.png, the colours on a light terminal
and on a dark one in both languages.

    cargo build && docs/record.py            the program of the dev build
    docs/record.py PROGRAM [BROWSER]         another one, and the Chromium that takes the pictures (with ImageMagick)
"""

import contextlib
import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 80
FOUR = [
    "fixtures/pass-clear-glasses.jpg",
    "fixtures/review-bareheaded-cap.jpg",
    "fixtures/fail-eyes-open-closed.jpg",
    "fixtures/fail-upright-tilted-left.jpg",
]
# What is recorded: a heading in each language, and the arguments.
SHOWN = [
    ("One photo that passes", "一张合格的照片", ["fixtures/pass-woman-blue.jpg"]),
    ("One photo that fails", "一张不合格的照片", ["fixtures/fail-background-uniform-shadow.jpg"]),
    ("One photo that a person has to look at", "一张需要人工确认的照片", ["fixtures/review-no-glare-window.jpg"]),
    ("A file that is cut short", "一个不完整的文件", ["fixtures/fail-readable-truncated.jpg"]),
    ("Four photos", "四张照片", ["check", *FOUR]),
    ("A folder", "一个文件夹", ["check", "fixtures"]),
    ("The overview alone", "只看总览", ["check", "fixtures", "--format", "summary"]),
    ("What a rule means", "一条要求是什么意思", ["explain", "ears-visible"]),
    ("Looking for a word", "按词查找", ["explain", "glasses"]),
    ("A word that is mistyped", "打错了字", ["chek", "photo.jpg"]),
    ("The rule sets", "内置的规则", ["rules", "list"]),
]


def width(letter):
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def as_shown(text):
    """The lines as a terminal breaks them."""
    for line in text.splitlines():
        row, used = "", 0
        for letter in line:
            if used + width(letter) > COLUMNS:
                yield row
                row, used = "", 0
            row += letter
            used += width(letter)
        yield row


def run(program, lang, arguments, coloured=False):
    """What the program writes to a terminal, and behind it what it complains of; the exit code."""
    env = {**os.environ, "PHOTOCHECK_LANG": lang, "TERM": "xterm-256color"}
    env |= {"CLICOLOR_FORCE": "1"} if coloured else {"NO_COLOR": "1"}
    ours, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    with tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen([program, *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=terminal, stderr=complaints)
        os.close(terminal)
        shown = b""
        # At the end, some systems give nothing and some an error.
        with contextlib.suppress(OSError):
            while part := os.read(ours, 1 << 16):
                shown += part
        os.close(ours)
        code = child.wait()
        complaints.seek(0)
        return shown.decode().replace("\r\n", "\n") + complaints.read().decode(), code


def recording(program, lang):
    zh = lang == "zh"
    note = (
        "80 列的终端里看到的样子，由 `docs/record.py` 记录；照片都在 [fixtures](../fixtures) 里。\n\n[English](terminal.md)"
        if zh
        else "What a terminal of 80 columns shows, recorded by `docs/record.py`; the photos lie in [fixtures](../fixtures).\n\n[中文](terminal.zh.md)"
    )
    light_and_dark = "浅色和深色终端里的颜色" if zh else "The colours on a light terminal and on a dark one"
    parts = [f"# {'终端里的样子' if zh else 'In a terminal'}\n\n{note}\n\n![{light_and_dark}](terminal.png)\n"]
    for english, chinese, arguments in SHOWN:
        if zh and arguments == ["explain", "glasses"]:
            arguments = ["explain", "眼镜"]
        text, code = run(program, lang, arguments)
        shown = " ".join(f"'{it}'" if " " in it else it for it in arguments)
        body = "\n".join(as_shown(text))
        parts.append(f"## {chinese if zh else english}\n\n```text\n$ photocheck {shown}\n{body}\n```\n")
        parts.append(f"{'退出码' if zh else 'Exit code'} {code}\n")
    return "\n".join(parts)


# Ground and letters of a light terminal and of a dark one, and the colours that a theme chooses, the bright ones last.
THEMES = {
    "light": ("#ffffff", "#171421", "#171421 #c01c28 #26a269 #a2734c #12488b #a347ba #2aa1b3 #d0cfcc #5e5c64 #f66151 #33da7a #e9ad0c #2a7bde #c061cb #33c7de #ffffff"),
    "dark": ("#0c0c0c", "#cccccc", "#0c0c0c #c50f1f #13a10e #c19c00 #0037da #881798 #3a96dd #cccccc #767676 #e74856 #16c60c #f9f1a5 #3b78ff #b4009e #61d6d6 #f2f2f2"),
}
COLOURED = [
    ["check", *FOUR],
    ["fixtures/fail-background-uniform-shadow.jpg"],
    ["explain", "ears-visible"],
    ["rules", "check", "no-such-set"],
]


def colour(index, theme):
    if index < 16:
        return THEMES[theme][2].split()[index]
    if index < 232:
        steps = [(index - 16) // 36, (index - 16) // 6 % 6, (index - 16) % 6]
        return "#" + "".join(f"{55 + 40 * step if step else 0:02x}" for step in steps)
    return "#" + f"{8 + 10 * (index - 232):02x}" * 3


def styled(codes, theme):
    """What a terminal does by the numbers between ESC [ and m, as a style; nothing where they end one."""
    rules, rest = [], [int(code or 0) for code in codes.split(";")]
    while rest:
        code = rest.pop(0)
        if code == 1:
            rules.append("font-weight:700")
        elif code == 2:
            rules.append("opacity:.67")
        elif code == 4:
            rules.append("text-decoration:underline")
        elif code in (38, 48):
            rest.pop(0)
            rules.append(f"{'color' if code == 38 else 'background'}:{colour(rest.pop(0), theme)}")
        elif 30 <= code <= 37 or 90 <= code <= 97:
            rules.append(f"color:{colour(code - 30 if code < 90 else code - 82, theme)}")
        elif 40 <= code <= 47:
            rules.append(f"background:{colour(code - 40, theme)}")
        elif code:
            sys.exit(f"a terminal's code that nobody has drawn yet: {codes}")
    return ";".join(rules)


def drawn(text, theme):
    """A terminal's text as HTML."""
    parts, open_ = [], 0
    for index, part in enumerate(re.split("\x1b\\[([0-9;]*)m", text)):
        if index % 2 == 0:
            parts.append(html.escape(part))
        elif style := styled(part, theme):
            parts.append(f'<span style="{style}">')
            open_ += 1
        else:
            parts.append("</span>" * open_)
            open_ = 0
    return "".join(parts)


def terminals(program):
    """A page with the coloured output, light and dark side by side, Chinese above English."""
    cells = ""
    for lang in ["zh", "en"]:
        for theme, (ground, letters, _) in THEMES.items():
            shown = "\n".join(run(program, lang, arguments, coloured=True)[0] for arguments in COLOURED)
            cells += f'<pre style="background:{ground};color:{letters}">{drawn(shown, theme)}</pre>'
    style = (
        "body{margin:0;display:grid;grid-template-columns:auto auto;width:max-content}"
        f"pre{{margin:0;padding:12px;width:{COLUMNS}ch;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.4 'Noto Sans Mono CJK SC',monospace}}"
    )
    return f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{cells}'


def photographed(browser, page, size, name):
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1",
         f"--window-size={size}", f"--screenshot={ROOT / 'docs' / name}", page.as_uri()],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pictures(program, browser):
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        run(program, "en", ["check", *FOUR, "--report", str(page)])
        photographed(browser, page, "1180,860", "report.png")
        page = Path(folder) / "terminals.html"
        page.write_text(terminals(program), "utf-8")
        photographed(browser, page, "1090,2800", "terminal.png")
        # Few colours; the rest is ground.
        subprocess.run(["convert", picture := ROOT / "docs/terminal.png", "-trim", "-dither", "None", "-colors", "48", f"PNG8:{picture}"], check=True)


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/photocheck").resolve())
    for lang, name in [("en", "terminal.md"), ("zh", "terminal.zh.md")]:
        (ROOT / "docs" / name).write_text(recording(program, lang))
    if len(sys.argv) > 2:
        pictures(program, sys.argv[2])


main()
