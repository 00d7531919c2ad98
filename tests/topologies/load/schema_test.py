"""Goal: the JSON Schemas, which editors use, agree with the readers, which decide.

Method: every file of both catalogues passes its schema, and each bad file says in its second line whether the schema
can know of its mistake: it then refuses the file, and otherwise accepts it. "cannot tell" stands where the mistake lies
in YAML itself, below what a schema sees.
"""
import json
import pathlib
import re
import sys

import jsonschema
import yaml


class PlainLoader(yaml.SafeLoader):
    """YAML as the readers take it: no `no` as false, no `010` as 8, no dates, no sexagesimal numbers."""


PlainLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^(?:-?(?:0|[1-9][0-9]*))$", "-0123456789"),
    ("float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("null", r"^$", [""]),
):
    PlainLoader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(pattern), list(first))


def main(root):
    failures = []
    tried = 0
    for kind, area in (("topology", "topologies"), ("scenario", "scenarios")):
        schema = json.loads((root / area / "schema" / f"{kind}.schema.json").read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for path in sorted((root / area / "catalog").glob("*.yaml")):
            tried += 1
            for error in validator.iter_errors(yaml.load(path.read_text(), PlainLoader)):
                failures.append(f"{path}: the schema refuses a good file: {error.json_path}: {error.message}")
        for path in sorted((root / "tests" / area / "load" / "bad").glob("*.yaml")):
            tried += 1
            verdict = path.read_text().splitlines()[1].removeprefix("# schema: ")
            if verdict == "cannot tell":
                continue
            valid = validator.is_valid(yaml.load(path.read_text(), PlainLoader))
            if verdict not in ("refuses", "accepts"):
                failures.append(f"{path}: its second line is not '# schema: refuses', 'accepts' or 'cannot tell'")
            elif valid != (verdict == "accepts"):
                failures.append(f"{path}: the schema {'accepts' if valid else 'refuses'} it, and the file says otherwise")
    print("\n".join(failures) or f"{tried} files tried")
    return 1 if failures or tried < 100 else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
