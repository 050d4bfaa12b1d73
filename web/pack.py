#!/usr/bin/env python3
"""Makes of the page's sources and the two builds of the library what is served (web/dist) and what is opened from a disk
(web/photocheck.html, everything in one file). Called by web/build; needs Python alone.

    web/pack.py VECTORS PLAIN       # folders with photocheck.js and photocheck_bg.wasm, as wasm-bindgen leaves them
"""

import base64
import hashlib
import lzma
import re
import shutil
import struct
import sys
from pathlib import Path

WEB = Path(__file__).resolve().parent
PAGE, DIST = WEB / "page", WEB / "dist"
# In an order in which each stands after what it imports.
APP = ["dom.js", "words.js", "library.js", "camera.js", "app.js"]
WORKER = ["unpack.js", "worker.js"]
# What a browser loads of the two builds is one; it is the larger one that counts.
MOST = 5_000_000


def bundle(names):
    """The modules as one script: they share its scope, so that nothing is imported."""
    texts = [(PAGE / name).read_text("utf-8") for name in names]
    return "\n".join(re.sub(r"^import .*;\n|^export (?=\w)", "", text, flags=re.M) for text in texts)


def squeezed(data):
    """An LZMA file that says its size, which Python's does not."""
    filters = [{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 23}]
    packed = lzma.compress(data, format=lzma.FORMAT_ALONE, filters=filters)
    return packed[:5] + struct.pack("<Q", len(data)) + packed[13:]


def without_weights(module, files):
    """The module without its weights, and where each file of them stands: in the module, in all of them, and its length."""
    begins, begin = [], 0
    for data in files:
        begins.append((module.find(data), begin, len(data)))
        begin += len(data)
    begins.sort()
    if begins[0][0] < 0:
        sys.exit("the module does not hold the weights of models/")
    rest, end = b"", 0
    for place, _, length in begins:
        rest += module[end:place]
        end = place + length
    return rest + module[end:], begins


def pack(folders):
    files = [path.read_bytes() for path in sorted((WEB / "../models").glob("*.safetensors"))]
    packs = {}
    for name, folder in zip(["photocheck.pack", "photocheck-plain.pack"], folders):
        rest, begins = without_weights((folder / "photocheck_bg.wasm").read_bytes(), files)
        places = b"".join(struct.pack("<III", *it) for it in begins)
        packs[name] = struct.pack("<I", len(begins)) + places + squeezed(rest)
    # Numbers of two bytes: the upper ones, with the exponent, are alike; the lower ones are noise.
    weights = b"".join(files)
    upper = squeezed(weights[1::2])
    packs["weights.pack"] = struct.pack("<I", len(upper)) + upper + weights[0::2]
    return packs


def served(packs, app, worker, style):
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    for name in ["index.html", "icon.svg", "manifest.webmanifest"]:
        shutil.copyfile(PAGE / name, DIST / name)
    for name, text in [("app.js", app), ("worker.js", worker), ("page.css", style)]:
        (DIST / name).write_text(text, "utf-8")
    for name, data in packs.items():
        (DIST / name).write_bytes(data)
    # The service worker keeps these files under a name that changes with them. Of the two builds it keeps the one in use: the
    # other would be loaded for nothing.
    files = sorted(path.name for path in DIST.iterdir() if path.name == "weights.pack" or path.suffix != ".pack")
    version = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(DIST.iterdir()))).hexdigest()[:16]
    script = (PAGE / "sw.js").read_text("utf-8")
    listed = ", ".join(f'"{name}"' for name in ["./", *files])
    script = script.replace("/*FILES*/ []", f"[{listed}]").replace("/*VERSION*/", f"photocheck-{version}")
    (DIST / "sw.js").write_text(script, "utf-8")
    code = max(len(packs["photocheck.pack"]), len(packs["photocheck-plain.pack"]))
    loaded = code + sum((DIST / name).stat().st_size for name in [*files, "sw.js"])
    print(f"a browser loads {loaded:,} bytes, of which weights {len(packs['weights.pack']):,} and code {code:,}")
    if loaded > MOST:
        sys.exit(f"that is more than {MOST:,}")


def whole(packs, app, worker, style):
    """One file that connects to nothing: scripts and styles by their hashes, the worker and the packs inside."""
    def hashed(text):
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    policy = (
        f"default-src 'none'; script-src {hashed(app)} 'wasm-unsafe-eval'; style-src {hashed(style)}; "
        "img-src data: blob:; media-src blob:; worker-src blob:; base-uri 'none'; form-action 'none'"
    )
    icon = base64.b64encode((PAGE / "icon.svg").read_bytes()).decode()
    page = (PAGE / "index.html").read_text("utf-8")

    def replace(pattern, with_):
        nonlocal page
        page, count = re.subn(pattern, lambda _: with_, page)
        if count != 1:
            sys.exit(f"index.html has {pattern} {count} times")

    replace(r"(?<=Policy\" content=\")[^\"]*", policy)
    replace(r'<link rel="manifest"[^>]*>\n', '<meta name="generator" content="photocheck">\n')
    replace(r"(?<=rel=\"icon\" href=\")icon\.svg", f"data:image/svg+xml;base64,{icon}")
    replace(r'<link rel="stylesheet" href="page\.css">', f"<style>{style}</style>")
    replace(r'<script type="module" src="app\.js"></script>', f'<script type="module">{app}</script>')
    inside = "".join(
        f'<script type="application/octet-stream" id="{name}">{base64.b64encode(data).decode()}</script>\n'
        for name, data in packs.items()
    )
    replace(r"(?=</body>)", f'<script type="text/plain" id="worker.js">{worker}</script>\n{inside}')
    (WEB / "photocheck.html").write_text(page, "utf-8")
    print(f"web/photocheck.html: {len(page.encode()):,} bytes")


def main():
    folders = [Path(argument) for argument in sys.argv[1:]]
    bindings = [(folder / "photocheck.js").read_text("utf-8") for folder in folders]
    if bindings[0] != bindings[1]:
        sys.exit("one script has to open both builds")
    app, worker = bundle(APP), bindings[0] + "\n" + bundle(WORKER)
    # What cards look like is the library's.
    sheets = [WEB / "../src/report/html/page.css", WEB / "../src/report/overlay.css", PAGE / "page.css"]
    style = "".join(path.read_text("utf-8") for path in sheets)
    for text in (app, worker, style):
        if "</script" in text or "</style" in text:
            sys.exit("a script that ends the element it stands in")
    packs = pack(folders)
    served(packs, app, worker, style)
    whole(packs, app, worker, style)


main()
