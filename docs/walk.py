#!/usr/bin/env python3
"""Walks through the program as those who meet it do, and writes docs/walk.md: how long an answer is, each sentence that was
once odd beside what is said now, what becomes of every fixture, and what a script gets.

    cargo build --release && docs/walk.py target/release/photocheck [FOLDER]

The folder has portraits of real people; without it the lengths stay as they were last recorded. What is said now is cut from
what the program prints: where a sentence is gone, the script stops.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/walk.md"
FIXTURES = ROOT / "fixtures"
COLUMNS, ROWS = 80, 24
BY_HAND = "## Walked by hand"


def run(program, arguments, lang="zh", cwd=ROOT, stdin=None):
    env = {**os.environ, "PHOTOCHECK_LANG": lang, "COLUMNS": str(COLUMNS), "NO_COLOR": "1"}
    done = subprocess.run([program, *arguments], cwd=cwd, env=env, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.decode(), done.returncode


def width(text):
    return sum(0 if unicodedata.combining(it) else 2 if unicodedata.east_asian_width(it) in "WF" else 1 for it in text)


def rows(text):
    """Lines of a terminal that a text takes."""
    return sum(max(1, -(-width(line) // COLUMNS)) for line in text.rstrip("\n").split("\n"))


# --- how long an answer is

def lengths(program, folder, kept):
    """Each portrait is measured once; `kept` is a folder for what was measured."""
    photos = sorted(str(path) for path in Path(folder).iterdir() if path.suffix.lower() in {".jpg", ".jpeg"})
    lines = ["| portraits | answer | with `-q` | `--format summary` |", "| --- | --- | --- | --- |"]
    for count in [1, 5, 60, len(photos)]:
        cells = []
        for extra in [[], ["-q"], ["--format", "summary"]]:
            text, _ = run(program, ["check", "--cache", kept, *extra, *photos[:count]], "en")
            cells.append(f"{rows(text)} lines, {rows(text) / ROWS:.1f} screens")
        lines.append(f"| {count} | {' | '.join(cells)} |")
    return "\n".join(lines)


# --- sentences

def odd_files(folder):
    """Files as people hand them in."""
    jpeg = (FIXTURES / "pass-man-blue.jpg").read_bytes()
    made = {
        "IMG.HEIC": b"\0\0\0\x18ftypheic" + bytes(200),
        "cut.jpg": jpeg[: len(jpeg) // 2],
        "empty.jpg": b"",
        "photos.jpg": b"PK\x03\x04" + bytes(200),
        "list.jpg": b"%PDF-1.7\n" + bytes(200),
        "photo": jpeg,
    }
    for name, data in made.items():
        (Path(folder) / name).write_bytes(data)


# What was said once, the language, what is run, and a part of what has to be said now. A name with a dash is a fixture.
SENTENCES = [
    ("IMG.HEIC：重新导出即可，向拍照的人重新要一份原文件，212 B 低了 49.8 KiB", "zh", ["IMG.HEIC"], "兼容性最佳"),
    ("断.jpg：重新导出即可", "zh", ["cut.jpg"], "不完整"),
    ("空文件：重新导出即可", "zh", ["empty.jpg"], "空"),
    ("压缩包：重新导出即可", "zh", ["photos.jpg"], "压缩包"),
    ("PDF：重新导出即可", "zh", ["list.jpg"], "PDF"),
    ("测得 2，要求 1。（还有其中一张脸的五处毛病）", "zh", ["fail-one-face-two-people.jpg"], "2 张脸"),
    ("Measured 1 ± 1, asked for 1.", "en", ["fail-one-face-nobody.jpg"], " face"),
    ("免冠（不戴帽子）… 可能性约 93.3%（要求不超过 50%）", "zh", ["review-bareheaded-cap.jpg"], "疑似戴着帽子"),
    ("Bareheaded … Probability about 93.3 %", "en", ["review-bareheaded-cap.jpg"], "Perhaps a hat"),
    ("头部完整 可能性约 5%（要求不小于 50%）", "zh", ["review-complete-frame-crown-cut.jpg"], "疑似"),
    ("可能性约 50%（要求不超过 50%）。只凭这一点，机器不作定论。", "zh", ["review-no-glare-window.jpg"], "疑似"),
    ("是 png，要求 jpeg。", "zh", ["fail-file-format.png"], "PNG"),
    ("是 unknown", "zh", ["fail-readable-text.jpg"], "内容"),
    ("是 无，要求 jpg、jpeg。", "zh", ["photo"], "扩展名"),
    ("是 是，要求是。", "zh", ["-v", "pass-man-blue.jpg"], "文件完整。"),
    ("查到：无。", "zh", ["-v", "pass-man-blue.jpg"], "没有人工智能标识"),
    ("测得 240 px，要求不小于 480 px，低了 240 px。", "zh", ["fail-pixel-size-small.jpg"], "还差"),
    ("测得 35.4 KiB，要求不小于 50 KiB，低了 14.6 KiB。", "zh", ["fail-file-size-small.jpg"], "还差"),
    ("测得 ΔE 36.9 ± ΔE 3.3，要求不超过 ΔE 9，高了 ΔE 27.9。", "zh", ["-v", "fail-background-uniform-two-tone.jpg"], "色差"),
    ("是 #4e847f ± ΔE 2，要求 #64c5ff、#00bff3…（11 个色号）", "zh", ["-v", "remark-background-colour-green.jpg"], "绿色"),
    ("要求 -8°–8°，高了 82°", "zh", ["fail-upright-tilted-left.jpg"], "超出"),
    ("Measured 10.4° ± 6°, asked for at most 15°. The margin of error crosses the limit.", "en", ["-v", "remark-gaze-level-aside.jpg"], "Perhaps the gaze is off"),
    ("请人看一看：双眼自然睁开 (该部位被遮住)", "zh", ["review-no-tinted-glasses-dark.jpg"], "疑似"),
    ("文件已损坏或不完整（unexpected end of file）", "zh", ["fail-readable-truncated.jpg"], "不完整"),
    ("没有这个文件或文件夹：x（No such file or directory (os error 2)）", "zh", ["x"], "没有这个文件"),
    ("保存 Adobe Photoshop 23.2 (Windows), 2022-04-12T21:05:09+08:00 [XMP xmpMM:History, byte 265]", "zh", ["fail-no-editing-traces-history.jpg"], "Photoshop"),
    ("头不歪 / 两肩同高 / 镜框不压住眼睛（标题）", "zh", ["rules", "show"], "头部端正"),
    ("rules show：error · 一.4 · own", "zh", ["rules", "show"], "一.4"),
    ("单位 frame height", "zh", ["measures"], "画面高度之比"),
    ("explain 耳朵：没有叫耳朵的规则或测量项", "zh", ["explain", "耳朵"], "ears-visible"),
    ("毕业生学历认证电子注册照片（2022）", "zh", ["rules", "list"], "学历证书电子注册"),
    ("help：命令: 选项: [default: human] [OPTIONS] <COMMAND>", "zh", ["--help"], "命令："),
    ("--quite：clap 的英文报错", "zh", ["check", "--quite", "pass-man-blue.jpg"], "--quite"),
    ("chek 照片.jpg：没有这个文件或文件夹：chek", "zh", ["chek", "照片.jpg"], "check"),
    ("check 不带路径：没有找到照片", "zh", ["check"], "照片"),
    ("--rules graduation：只列出全部规则集", "zh", ["check", "--rules", "graduation", "pass-man-blue.jpg"], "graduation-2022"),
    ("--skip 'no-*glas'：没有提示", "zh", ["check", "--skip", "no-tinted-glas", "pass-man-blue.jpg"], "no-tinted-glasses"),
    ("a bad `extends` makes 5 false “title is missing”", "en", ["rules", "check", "bad.toml"], "letters, digits"),
]


def placed(arguments):
    """The arguments with the fixtures among them as paths."""
    return [str(FIXTURES / it) if (FIXTURES / it).is_file() else it for it in arguments]


def sentences(program, folder):
    odd_files(folder)
    (Path(folder) / "bad.toml").write_text('schema = 1\n[set]\nid = "Bad Set"\ntitle = "A"\nextends = "icaoo"\n')
    lines = ["| once | now |", "| --- | --- |"]
    for once, lang, arguments, part in SENTENCES:
        text, _ = run(program, placed(arguments), lang, cwd=folder)
        text = text.replace(f"{FIXTURES}/", "").replace(f"{folder}/", "")
        said = [line.strip() for line in text.splitlines()]
        found = next((at for at, line in enumerate(said) if part in line), None)
        if found is None:
            sys.exit(f"nothing of {' '.join(arguments)} has {part}:\n{text}")
        # A cure stands on the next line.
        cure = said[found + 1] if found + 1 < len(said) and said[found + 1].startswith("→") else ""
        now = re.sub(r"\s+", " ", f"{said[found]} {cure}").strip().replace("|", "\\|").replace("<", "&lt;")
        lines.append(f"| {once.replace('<', '&lt;')} | {now} |")
    return "\n".join(lines)


# --- fixtures

def matrix(program):
    text, _ = run(program, ["check", "--format", "jsonl", "fixtures"], "en")
    photos = [it for it in map(json.loads, text.splitlines()) if "verdict" in it]
    names = {"error": "", "warning": " (warning)", "info": " (remark)"}
    lines = ["| fixture | verdict | what speaks |", "| --- | --- | --- |"]
    for photo in photos:
        open_ = [it for it in photo["findings"] if it["outcome"] in {"fail", "review"}]
        spoken = ", ".join(f"{it['rule']}{names[it['severity']]}" for it in open_)
        lines.append(f"| {Path(photo['file']).name} | {photo['verdict']} | {spoken} |")
    counts = {verdict: sum(it["verdict"] == verdict for it in photos) for verdict in ["pass", "review", "fail"]}
    return "\n".join(lines) + "\n\n" + ", ".join(f"{count} {verdict}" for verdict, count in counts.items())


# --- a script's view

ANSWERS = [
    ("a photo that passes", ["check", "fixtures/pass-man-blue.jpg"], 0),
    ("a photo that a person has to look at", ["check", "fixtures/review-no-glare-window.jpg"], 0),
    ("the same with --strict", ["check", "--strict", "fixtures/review-no-glare-window.jpg"], 1),
    ("a photo that fails", ["check", "fixtures/fail-exposure-dark.jpg"], 1),
    ("the same with --exit-zero", ["check", "--exit-zero", "fixtures/fail-exposure-dark.jpg"], 0),
    ("a file that is no photo", ["check", "fixtures/fail-readable-text.jpg"], 1),
    ("no such path", ["check", "nowhere"], 2),
    ("a mistyped option", ["check", "--quite", "fixtures"], 2),
    ("a mistyped rule set", ["check", "--rules", "graduation-2202", "fixtures"], 2),
    ("a mistyped rule", ["check", "--skip", "sharpp", "fixtures"], 2),
    ("nothing to check", ["check", "docs/cluster"], 2),
    ("the same with --allow-empty", ["check", "--allow-empty", "docs/cluster"], 0),
]


def answers(program):
    lines = ["| what | exit code | first line |", "| --- | --- | --- |"]
    for what, arguments, expected in ANSWERS:
        text, code = run(program, arguments, "en")
        if code != expected:
            sys.exit(f"{what}: {code} and not {expected}\n{text}")
        said = [line.strip() for line in text.splitlines() if line.strip()]
        lines.append(f"| {what} | {code} | {said[0].replace('|', chr(92) + '|') if said else ''} |")
    return "\n".join(lines)


def main():
    program = str(Path(sys.argv[1]).resolve())
    before = PAGE.read_text("utf-8") if PAGE.exists() else ""
    if len(sys.argv) > 2:
        with tempfile.TemporaryDirectory() as kept:
            length = lengths(program, sys.argv[2], kept)
    else:
        length = re.search(r"\n(\| portraits .*?)\n\n", before, re.S)
        length = length.group(1) if length else "(not recorded)"
    with tempfile.TemporaryDirectory() as folder:
        table = sentences(program, folder)
    parts = [
        "# A walk through the program\n\nWritten by `docs/walk.py` from what the program says; nothing here is typed by hand but the left column of the second part, and the last part.",
        f"## How long an answer is\n\nPortraits of real people, most of whom were not photographed for this notice. A screen has {ROWS} lines of {COLUMNS} columns.\n\n{length}",
        f"## Sentences, once and now\n\nOnce is what an early version said, in the words that puzzled people.\n\n{table}",
        f"## What becomes of each fixture\n\n{matrix(program)}",
        f"## What a script gets\n\n{answers(program)}",
    ]
    # What a person found is no program's to write.
    by_hand = before.find(BY_HAND)
    if by_hand >= 0:
        parts.append(before[by_hand:].rstrip())
    PAGE.write_text("\n\n".join(parts) + "\n", "utf-8")


main()
