#!/usr/bin/env python3
"""Checks any number of photos with photocheck on Ray Data, on one machine or on many.

    pip install "ray[data]"
    python photocheck_ray.py PHOTOS results.jsonl --cache /shared/readings [--workers N] [-- --rules portrait …]

First step: Ray deals lists of paths out to its workers; each runs the program on its list, which looks at the photos and
keeps the readings in a folder that all machines see. Second step, for what only a whole batch shows (copies; with
`-- --roster list.xlsx` the name list): one task runs the program over all paths in order, which now finds every reading and
judges. Its result is the result of a single run, byte by byte. What takes the time, looking at photos, is done by all workers;
a list that fails is given to another worker by Ray, and what was read stays read.

Nothing leaves the machines that Ray runs on: point its address at your own cluster only.
"""

import argparse
import os
import subprocess
import sys
import time

import ray

# What the program takes for a photo inside folders.
EXTENSIONS = set("jpg jpeg jpe jfif png webp gif bmp tif tiff heic heif avif jp2 jps jxl".split())


def photos_in(folder):
    """The photos below a folder, in the program's order: by the bytes of their paths; what is hidden is left out."""
    found, folders = [], [os.fsencode(folder)]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.startswith(b"."):
                continue
            extension = os.path.splitext(entry.name)[1][1:].lower().decode("ascii", "replace")
            if entry.is_dir():
                folders.append(entry.path)
            elif extension in EXTENSIONS:
                found.append(entry.path)
            elif extension == "zip":
                # A single run looks into it; lists of paths cannot share one.
                sys.exit(f"{os.fsdecode(entry.path)}: unpack it first")
    return sorted(found)


def check(paths, options):
    """Runs the program on these paths; its standard output, line by line, and its exit code."""
    command = [options["program"], "check", "--files-from", "-", "-0", "--allow-empty", "--cache", options["cache"]]
    command += options["arguments"] + ["--format", "jsonl", "--threads", "1"]
    return subprocess.run(command, input=b"\0".join(paths), stdout=subprocess.PIPE, cwd=options["folder"])


def look(batch, options):
    """The first step on one list: readings go to the cache, and only their number comes back."""
    done = check([os.fsencode(path) for path in batch["path"]], options)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"photocheck ended with {done.returncode}")
    return {"photos": [done.stdout.count(b'{"schema":1,"file"')]}


@ray.remote(max_retries=3)
def judge(paths, options, results):
    """The second step: the whole batch, in order, from the readings; written under its name when it is whole."""
    part = results + ".part"
    with open(part, "wb") as out:
        command = [options["program"], "check", "--files-from", "-", "-0", "--cache", options["cache"]]
        command += options["arguments"] + ["--format", "jsonl"]
        done = subprocess.run(command, input=b"\0".join(paths), stdout=out, cwd=options["folder"])
    if done.returncode in (0, 1):
        os.replace(part, results)
    return done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", help="folder, on a path that all machines see")
    parser.add_argument("results", help="JSONL file")
    parser.add_argument("--cache", required=True, help="folder for readings, on a path that all machines see")
    parser.add_argument("--program", default="photocheck")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="lists at a time, one core each")
    parser.add_argument("--list", type=int, default=200, help="photos of a list")
    cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    given, arguments = parser.parse_args(sys.argv[1:cut]), sys.argv[cut + 1 :]

    options = {
        "program": given.program,
        "cache": os.path.abspath(given.cache),
        "folder": os.getcwd(),
        "arguments": arguments,
    }
    paths = photos_in(given.photos)
    ray.init(num_cpus=given.workers, include_dashboard=False, log_to_driver=False)
    start = time.monotonic()
    lists = ray.data.from_items([{"path": os.fsdecode(path)} for path in paths])
    lists = lists.repartition(max(1, -(-len(paths) // given.list)))
    looked = lists.map_batches(
        look, batch_size=given.list, fn_kwargs={"options": options}, num_cpus=1, concurrency=given.workers
    )
    seen = sum(row["photos"] for row in looked.iter_rows())
    middle = time.monotonic()
    code = ray.get(judge.remote(paths, options, os.path.abspath(given.results)))
    end = time.monotonic()
    rate = len(paths) / max(middle - start, 1e-9)
    print(
        f"{seen} of {len(paths)} photos looked at by {given.workers} workers in {middle - start:.1f} s"
        f" ({rate:.1f} a second), judged in {end - middle:.1f} s; photocheck ended with {code}",
        file=sys.stderr,
    )
    return code if seen == len(paths) else 2


if __name__ == "__main__":
    sys.exit(main())
