#!/usr/bin/env python3
"""Plants the faults of `faults.toml` one by one and says which of them the tests notice.

    tests/seeded/run.py [FOLDER]

works in a copy of the last commit below FOLDER (`target/seeded` when it is not named), so the working tree stays as
it is. Each fault costs a build and the tests up to the first that fails. The exit status is the number of faults that
survived; a fault whose text no longer stands in its file is an error, so that the list cannot go stale unseen.
"""

import os
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]

# After the tests near a fault, the quick ones first: a fault that they notice costs no build of the others.
STAGES = [["--lib"], ["--test", "golden"], []]

# Building is most of the work, and nobody debugs these builds.
ENVIRONMENT = os.environ | {"CARGO_PROFILE_DEV_DEBUG": "0"}


def copy(folder):
    """A clone of the last commit, with the portraits beside it where they are beside the project."""
    if not (folder / "copy").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "clone", "--quiet", ROOT, folder / "copy"], check=True)
        shared = ROOT.parent / "shared"
        if shared.exists():
            (folder / "shared").symlink_to(shared.resolve())
    subprocess.run(["git", "-C", folder / "copy", "fetch", "--quiet", ROOT, "HEAD"], check=True)
    subprocess.run(["git", "-C", folder / "copy", "checkout", "--quiet", "--force", "FETCH_HEAD"], check=True)
    return folder / "copy"


def noticed(tree, near):
    """The first test that fails, or nothing."""
    for stage in [near.split(), *STAGES]:
        command = ["cargo", "test", "--locked", *stage]
        run = subprocess.run(command, cwd=tree, env=ENVIRONMENT, capture_output=True, text=True)
        if run.returncode:
            failed = re.search(r"^test (.+?) (?:- .+)?\.\.\. FAILED$|^Testing (\S+) \.\.\. failed", run.stdout + run.stderr, re.M)
            if not failed:
                sys.exit(run.stderr[-3000:])
            return failed.group(1) or failed.group(2)
    return None


def main():
    tree = copy(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target" / "seeded")
    faults = tomllib.loads((HERE.parent / "faults.toml").read_text())["fault"]
    for fault in faults:
        text = (tree / fault["file"]).read_text()
        if text.count(fault["old"]) != 1:
            sys.exit(f"{fault['name']}: the text to replace stands {text.count(fault['old'])} times in {fault['file']}")
    survivors = 0
    for fault in faults:
        file = tree / fault["file"]
        whole = file.read_text()
        file.write_text(whole.replace(fault["old"], fault["new"]))
        try:
            test = noticed(tree, fault["near"])
        finally:
            file.write_text(whole)
        survivors += test is None
        print(f"{fault['name']}: {'noticed by ' + test if test else 'SURVIVED'}", flush=True)
    print(f"{len(faults) - survivors} of {len(faults)} noticed")
    sys.exit(survivors)


if __name__ == "__main__":
    main()
