#!/usr/bin/env python3
"""Writes docs/sets.md: the built-in rule sets with their sources, and ten fixtures judged by all of them.

    cargo build && docs/sets.py            the program of the dev build
    docs/sets.py PROGRAM                   another one
"""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/sets.md"
# What stands below this line is written by hand and kept.
BY_HAND = "## Three sets written from the README alone"
TEN = [
    "pass-woman-blue", "pass-man-blue", "pass-dark-skin-white", "pass-long-hair-light-blue", "pass-clear-glasses",
    "fail-head-height-small", "fail-head-height-large", "fail-eyes-open-closed", "fail-background-uniform-shadow",
    "review-bareheaded-cap",
]
MARK = {"pass": "✓", "review": "?", "fail": "✗"}
SURENESS = {"first-hand": "first-hand", "several": "several pages agree", "secondary": "one page, not the authority's"}


def run(program, *arguments):
    env = {**os.environ, "PHOTOCHECK_LANG": "en", "NO_COLOR": "1"}
    return subprocess.run([program, *arguments], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=False).stdout.decode()


def names(program):
    """The names of the built-in sets, in the order of `rules list`."""
    lines = run(program, "rules", "list").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith(" ")]


def english(text):
    return text["en"] if isinstance(text, dict) else text


def sources(sets):
    rows = ["| set | for | authority | document | read | how sure | rules, of them official |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for name, whole in sets.items():
        head, rules = whole["set"], whole["rule"]
        source = head.get("source", {})
        official = sum(rule.get("basis") == "official" for rule in rules)
        cells = [
            f"`{name}`", english(head["title"]), source.get("authority", "–"), source.get("document", "–"),
            str(source.get("checked", "–")), SURENESS.get(source.get("sureness"), "–"), f"{len(rules)}, {official}",
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def judged(program, sets):
    files = [f"fixtures/{name}.jpg" for name in TEN]
    chosen = [word for name in sets for word in ("--rules", name)]
    lines = run(program, "check", *files, *chosen, "--format", "jsonl").splitlines()
    return {(it["set"], Path(it["file"]).stem): it for it in map(json.loads, lines) if "file" in it}


def cropped(program, sets):
    """How many of the ten satisfy all that the set asks of the frame, cropped or as they are."""
    files = [f"fixtures/{name}.jpg" for name in TEN]
    chosen = [word for name in sets for word in ("--rules", name)]
    lines = map(json.loads, run(program, "fit", *files, *chosen, "--format", "jsonl").splitlines())
    counts = dict.fromkeys(sets, 0)
    for line in lines:
        counts[line["set"]] += (line["crop"] is not None or line["enough"]) and not line["unmet"]
    return counts


def table(sets, found, crops):
    rows = ["| set | " + " | ".join(str(number) for number in range(1, 11)) + " | what fails most of the ten | a crop makes the frame right |",
            "| --- |" + " :-: |" * 10 + " --- | --: |"]
    for name in sets:
        photos = [found[name, photo] for photo in TEN]
        failed = {}
        for photo in photos:
            for finding in photo["findings"]:
                if finding["outcome"] == "fail" and finding["severity"] == "error":
                    failed[finding["rule"]] = failed.get(finding["rule"], 0) + 1
        most = sorted(failed.items(), key=lambda it: -it[1])[:3]
        told = ", ".join(f"`{rule}` {count}" for rule, count in most) or "–"
        rows.append(f"| `{name}` | " + " | ".join(MARK[photo["verdict"]] for photo in photos) + f" | {told} | {crops[name]} |")
    return "\n".join(rows)


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/photocheck").resolve())
    sets = {name: tomllib.loads(run(program, "rules", "show", name, "--resolved")) for name in names(program)}
    photos = "\n".join(f"{number}. `{name}.jpg`" for number, name in enumerate(TEN, 1))
    old = PAGE.read_text() if PAGE.exists() else BY_HAND + "\n"
    page = f"""# The built-in rule sets

Written by `docs/sets.py`, down to the last section. `photocheck rules show SET` lists the rules of a set,
`photocheck rules show SET --resolved` prints it as one file.

{sources(sets)}

*Official* rules have their number from the source; the others are tolerances of our own for its wording, or come from `portrait`.

## Ten photos by every set

The photos are fixtures of 480×640 pixels, painted for `graduation-2022`: {MARK["pass"]} passes, {MARK["review"]} wants a look,
{MARK["fail"]} fails. Most sets ask for another size in pixels, so one file rarely serves two offices. The last column counts for how
many of the ten `photocheck fit` finds a crop that satisfies all that the set asks of the frame: size in pixels, shape, and where the head is.
Of 480×640 pixels a tight crop often has too few left; the original of a studio has more.

{photos}

{table(sets, judged(program, sets), cropped(program, sets))}

The command: `photocheck check PHOTOS --rules SET --rules SET … --format jsonl`; the same question for one's own photos is answered
by any report, with one column a set.

"""
    PAGE.write_text(page + old[old.index(BY_HAND):])


main()
