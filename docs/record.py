#!/usr/bin/env python3
"""Records what a terminal of 80 columns shows, as text: docs/terminal.md and docs/terminal.zh.md, and with a browser
docs/report.png, the top of the page about four fixtures.

    cargo build && docs/record.py            the program of the dev build
    docs/record.py PROGRAM [BROWSER]         another one, and the Chromium that takes the picture
"""

import os
import subprocess
import sys
import tempfile
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


def run(program, lang, arguments):
    env = {**os.environ, "PHOTOCHECK_LANG": lang, "COLUMNS": str(COLUMNS), "NO_COLOR": "1"}
    done = subprocess.run([program, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode(), done.returncode


def recording(program, lang):
    zh = lang == "zh"
    note = (
        "80 列的终端里看到的样子，由 `docs/record.py` 记录；照片都在 [fixtures](../fixtures) 里。\n\n[English](terminal.md)"
        if zh
        else "What a terminal of 80 columns shows, recorded by `docs/record.py`; the photos lie in [fixtures](../fixtures).\n\n[中文](terminal.zh.md)"
    )
    parts = [f"# {'终端里的样子' if zh else 'In a terminal'}\n\n{note}\n"]
    for english, chinese, arguments in SHOWN:
        if zh and arguments == ["explain", "glasses"]:
            arguments = ["explain", "眼镜"]
        text, code = run(program, lang, arguments)
        shown = " ".join(f"'{it}'" if " " in it else it for it in arguments)
        body = "\n".join(as_shown(text))
        parts.append(f"## {chinese if zh else english}\n\n```text\n$ photocheck {shown}\n{body}\n```\n")
        parts.append(f"{'退出码' if zh else 'Exit code'} {code}\n")
    return "\n".join(parts)


def picture(program, browser):
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        run(program, "en", ["check", *FOUR, "--report", str(page)])
        subprocess.run(
            [browser, "--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1",
             "--window-size=1180,860", f"--screenshot={ROOT / 'docs/report.png'}", page.as_uri()],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/photocheck").resolve())
    for lang, name in [("en", "terminal.md"), ("zh", "terminal.zh.md")]:
        (ROOT / "docs" / name).write_text(recording(program, lang))
    if len(sys.argv) > 2:
        picture(program, sys.argv[2])


main()
