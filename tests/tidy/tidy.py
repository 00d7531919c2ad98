#!/usr/bin/env python3
"""Checks the rules of rules.py over a tree and prints every breach as FILE:LINE: what is wrong. Exit 1 on any.

Usage: tidy.py ROOT
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import rules

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
FORMAT_ERROR = re.compile(r'^(\S+\.(?:cc|h)):(\d+):\d+: error: code should be clang-formatted')


def tracked_files(root):
    """Files that git tracks or would track; every file below root where there is no repository."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"],
                            capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        names = listed.stdout.splitlines()
    else:
        names = [str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()]
    return sorted(name for name in set(names) if (root / name).is_file())


def layer_of(name):
    parts = name.split("/")
    if parts[0] != "model" or len(parts) < 3:
        return None
    for index, layer in enumerate(rules.MODEL_LAYERS):
        if parts[1] in layer:
            return index
    return None


def include_is_allowed(name, target):
    """Whether product file `name` may include project header `target`."""
    if target.startswith("tests/"):
        return False
    for prefix, banned in rules.FORBIDDEN.items():
        if name.startswith(prefix) and any(target.startswith(b) for b in banned):
            return False
    own_layer = layer_of(name)
    if own_layer is not None:
        folder, other = name.split("/")[1], target.split("/")[1] if "/" in target else ""
        if not target.startswith("model/"):
            return False
        if folder == other:
            return True
        target_layer = layer_of(target)
        return target_layer is not None and target_layer < own_layer
    best = max((p for p in rules.OUTSIDE if name.startswith(p)), key=len, default=None)
    if best is None:
        return False
    return target.startswith(best) or any(target.startswith(p) for p in rules.OUTSIDE[best])


def check_includes(name, lines):
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match and "/" in match.group(1) and not match.group(1).startswith("ns3/"):
            if not include_is_allowed(name, match.group(1)):
                yield f"{name}:{number}: may not include {match.group(1)}: see the layers in tests/tidy/rules.py"


def check_places(name, lines):
    for number, line in enumerate(lines, 1):
        for what, pattern, places in rules.PLACES:
            if pattern.search(line) and not any(name.startswith(p) for p in places):
                yield f"{name}:{number}: {what} may stand in {', '.join(places)} only"
        if name.startswith("model/"):
            for what, pattern in rules.MODEL_BANS:
                if pattern.search(line):
                    yield f"{name}:{number}: model/ never names {what}: ask the Host"
        if rules.NAMES_BANNED.match(line):
            yield f"{name}:{number}: a type is named after what it is, not Manager, Helper, Util, Impl, Base or Data"


def check_text(name, lines):
    if len(lines) > rules.FILE_LINES_MAX:
        yield f"{name}:{rules.FILE_LINES_MAX}: {len(lines)} lines; a file ends at {rules.FILE_LINES_MAX}"
    for number, line in enumerate(lines, 1):
        if name.endswith((".cc", ".h")) and len(line) > rules.COLUMNS_MAX:
            yield f"{name}:{number}: {len(line)} columns; a line ends at {rules.COLUMNS_MAX}"
        if name.startswith("tests/tidy/"):
            continue
        if rules.UNFINISHED.search(line):
            yield f"{name}:{number}: unfinished work is finished or goes into an issue"
        if rules.MACHINE_PATH.search(line):
            yield f"{name}:{number}: a path of one machine"


def check_header(name, lines):
    if not lines or not lines[0].startswith("// "):
        yield f"{name}:1: a header begins with a comment that says what it is"
    after = next((line for line in lines if not line.startswith("//")), "")
    if after != "#pragma once":
        yield f"{name}:1: #pragma once follows the first comment of a header"


def check_top_level(names):
    for entry in sorted({name.split("/")[0] for name in names}):
        if not entry.startswith(".") and entry not in rules.TOP_LEVEL:
            yield f"{entry}:1: the top level holds {', '.join(sorted(rules.TOP_LEVEL))} and hidden files only"


def check_catalog(root, names):
    """A network is short enough to be read at one glance, and says first what it is for."""
    for name in names:
        if not name.startswith("topologies/catalog/") or not name.endswith(".yaml"):
            continue
        lines = (root / name).read_text().splitlines()
        if len(lines) > rules.TOPOLOGY_LINES_MAX:
            yield f"{name}:{rules.TOPOLOGY_LINES_MAX}: {len(lines)} lines; a topology ends at {rules.TOPOLOGY_LINES_MAX}"
        if not lines or not lines[0].startswith("# "):
            yield f"{name}:1: a topology begins with a comment that says what it is for"


def check_format(root, names):
    """C++ stands as .clang-format has it. A tree without that file has no format."""
    sources = [name for name in names if name.endswith((".cc", ".h"))]
    if not (root / ".clang-format").is_file() or not sources:
        return
    if shutil.which("clang-format") is None:
        yield "tests/tidy:1: clang-format is missing: the format cannot be checked"
        return
    jobs = os.cpu_count() or 1
    batches = [sources[first::jobs] for first in range(jobs) if sources[first::jobs]]
    running = [subprocess.Popen(["clang-format", "--dry-run", "--Werror", "--ferror-limit=1", *batch], cwd=root,
                                stderr=subprocess.PIPE, text=True) for batch in batches]
    for process in running:
        for line in process.communicate()[1].splitlines():
            match = FORMAT_ERROR.match(line)
            if match:
                yield f"{match.group(1)}:{match.group(2)}: not as .clang-format has it: clang-format -i {match.group(1)}"


def is_named(text, path, folder):
    """Whether a build file of `folder` names this source: by its path from there, or by its name below a variable."""
    whole = re.escape(str(path.relative_to(folder)))
    return (re.search(rf"(?<![\w./-]){whole}(?![\w.])", text) is not None
            or re.search(rf"\}}/{re.escape(path.name)}(?![\w.])", text) is not None)


def check_registered(root, names):
    """Each .cc is named by the CMakeLists.txt of its own folder or of one above."""
    for name in names:
        if not name.endswith(".cc"):
            continue
        path = pathlib.PurePosixPath(name)
        build_files = [(file, folder) for folder in path.parents
                       for file in sorted((root / folder).glob("*.cmake")) + [root / folder / "CMakeLists.txt"]]
        if not any(file.is_file() and is_named(file.read_text(), path, folder) for file, folder in build_files):
            yield f"{name}:1: no CMakeLists.txt builds this file"


def check_readmes(root, names):
    folders = {"/".join(n.split("/")[:2]) for n in names
               if n.split("/")[0] in rules.PRODUCT and n.count("/") >= 2 and n.endswith((".cc", ".h"))}
    for folder in sorted(folders):
        if not (root / folder / "README.md").is_file():
            yield f"{folder}:1: a second-level folder has a README.md: what it is, what it may use, what to read first"


def check_functions(root, names):
    """Function lengths by Universal Ctags, over product and test code."""
    sources = [n for n in names if n.endswith((".cc", ".h", ".py", ".js"))]
    if not sources:
        return
    if shutil.which("ctags") is None:
        yield "tests/tidy: ctags (universal-ctags) is missing: function lengths cannot be measured"
        return
    out = subprocess.run(
        ["ctags", "--output-format=json", "--fields=+ne", "--kinds-C++=f", "--kinds-Python=fm", "--kinds-JavaScript=fm",
         "--langmap=C++:.cc.h", "-L", "-", "-f", "-"],
        input="\n".join(sources), capture_output=True, text=True, cwd=root, check=True).stdout
    lengths = []
    for line in out.splitlines():
        tag = json.loads(line)
        if tag.get("_type") != "tag" or "end" not in tag:
            continue
        lengths.append(tag["end"] - tag["line"] + 1)
        if lengths[-1] > rules.FUNCTION_LINES_MAX:
            yield (f"{tag['path']}:{tag['line']}: {tag['name']} has {lengths[-1]} lines; "
                   f"a function ends at {rules.FUNCTION_LINES_MAX}")
    if len(lengths) < rules.FUNCTIONS_FOR_SHARES_MIN:
        return
    for lines, share_max in rules.FUNCTION_SHARES_MAX.items():
        over = sum(length > lines for length in lengths)
        if over / len(lengths) > share_max:
            yield (f"tests/tidy:1: {over} of {len(lengths)} functions are over {lines} lines; "
                   f"at most {share_max:.1%} may be")


def breaches(root):
    names = tracked_files(root)
    for name in names:
        if not name.endswith(rules.CODE_ENDINGS):
            continue
        lines = (root / name).read_text(errors="replace").splitlines()
        yield from check_text(name, lines)
        if name.endswith(".h"):
            yield from check_header(name, lines)
        if name.split("/")[0] in rules.PRODUCT and name.endswith((".cc", ".h")):
            yield from check_includes(name, lines)
            yield from check_places(name, lines)
    yield from check_top_level(names)
    yield from check_catalog(root, names)
    yield from check_format(root, names)
    yield from check_registered(root, names)
    yield from check_readmes(root, names)
    yield from check_functions(root, names)


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found = list(breaches(root))
    print("\n".join(found) if found else f"tidy: {len(tracked_files(root))} files are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
