#!/usr/bin/env python3
"""Plants the faults of `faults.toml` and says which of them the tests notice.

    tests/seeded/run.py [FOLDER [NAME…]]

works in a copy of the last commit below FOLDER (`target/seeded` when it is not named), so the working tree stays as it is; with
NAMEs only of the faults whose names begin so. All faults are planted in one build, asleep; each is woken by a variable of the
environment, and the tests run up to the first that fails. The exit status is the number of faults that survived; a fault
whose text no longer stands in its file is an error, so that the list cannot go stale unseen.
"""

import os
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[2]

# After the tests near a fault, the quick ones first.
STAGES = [["--lib"], ["--test", "golden"], []]

# Which fault is awake.
VARIABLE = "PHOTOCHECK_FAULT"

SWITCH = '''
/// Whether the fault of this number is awake.
pub fn planted(number: u32) -> bool {
    static AWAKE: std::sync::LazyLock<Option<u32>> =
        std::sync::LazyLock::new(|| std::env::var("%s").ok()?.parse().ok());
    *AWAKE == Some(number)
}
''' % VARIABLE


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


def plant(tree, faults):
    """Puts each fault beside what is right, and the switch into the library."""
    for number, fault in enumerate(faults):
        file = tree / fault["file"]
        text = file.read_text()
        if text.count(fault["old"]) != 1:
            sys.exit(f"{fault['name']}: the text to replace stands {text.count(fault['old'])} times in {fault['file']}")
        library = "photocheck" if fault["file"].startswith("src/cli/") else "crate"
        both = f"(if {library}::planted({number}) {{ {fault['new']} }} else {{ {fault['old']} }})"
        file.write_text(text.replace(fault["old"], both))
    with (tree / "src/lib.rs").open("a") as library:
        library.write(SWITCH)


def first_failure(tree, stages, awake):
    """The first test that fails with this fault awake, or nothing. Nobody debugs these builds."""
    environment = os.environ | {"CARGO_PROFILE_DEV_DEBUG": "0", VARIABLE: str(awake)}
    for stage in stages:
        command = ["cargo", "test", "--locked", *stage]
        run = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
        if run.returncode:
            failed = re.search(r"^test (.+?) (?:- .+)?\.\.\. FAILED$|^Testing (\S+) \.\.\. failed", run.stdout + run.stderr, re.M)
            if not failed:
                sys.exit(run.stderr[-3000:])
            return failed.group(1) or failed.group(2)
    return None


def main():
    tree = copy(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target" / "seeded")
    faults = tomllib.loads((HERE.parent / "faults.toml").read_text())["fault"]
    plant(tree, faults)
    chosen = [(number, fault) for number, fault in enumerate(faults) if fault["name"].startswith(tuple(sys.argv[2:] or [""]))]
    for near in sorted({fault["near"] for _, fault in chosen}):
        if test := first_failure(tree, [near.split()], "none"):
            sys.exit(f"{test} fails without any fault")
    survivors = 0
    for number, fault in chosen:
        test = first_failure(tree, [fault["near"].split(), *STAGES], number)
        survivors += test is None
        print(f"{fault['name']}: {'noticed by ' + test if test else 'SURVIVED'}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} noticed")
    sys.exit(survivors)


if __name__ == "__main__":
    main()
