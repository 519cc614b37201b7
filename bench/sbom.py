"""Write the list of all parts of the installed program: build/annonsvakt.cdx.json (CycloneDX).

    python bench/sbom.py [--out FILE]

Installed for it, afresh and at the exact versions of constraints.txt, is what the image holds: the
program with its extras, without tools and tests. The tool that lists it has a virtual environment
of its own. Addresses are taken out: where a part comes from is told by its
`purl`, and which registry a machine asks is that machine's own business.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TOOL = "cyclonedx-bom==7.5.0"
REFERENCES = "externalReferences"


def main() -> int:
    """Install, list, clean, check; code 1 if an address is left."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "annonsvakt.cdx.json")
    out = parser.parse_args().out
    program, tool = ROOT / "build" / "sbom-program", ROOT / "build" / "sbom-tool"
    extras = re.search(r"'\.(\[[a-z,]+\])'", (ROOT / "Dockerfile").read_text("utf-8"))
    made = [sys.executable, "-m", "venv", "--clear"]
    subprocess.run([*made, tool], check=True)
    subprocess.run([*made, "--without-pip", program], check=True)
    pip = tool / "bin" / "pip"
    subprocess.run([pip, "install", "-q", TOOL], check=True)
    what = f"{ROOT}{extras[1] if extras else ''}"
    into = ["--python", program, "install", "-q", "-c", ROOT / "constraints.txt", what]
    subprocess.run([pip, *into], check=True)
    listed = subprocess.run(
        [tool / "bin" / "cyclonedx-py", "environment", "--pyproject", ROOT / "pyproject.toml",
         "--output-reproducible", program / "bin" / "python"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = without_addresses(json.loads(listed.stdout))
    told["components"] = [
        one for one in told["components"] if one["name"] not in ("pip", "setuptools")
    ]
    text = json.dumps(told, indent=2, ensure_ascii=False)
    left = [one for one in (REFERENCES, "file://") if one in text]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", "utf-8")
    print(f"{out}: {len(told['components'])} parts")
    print(*(f"still names {one}" for one in left), sep="\n", file=sys.stderr)
    return 1 if left else 0


def without_addresses(told: Any) -> Any:
    """The same without references to anywhere: registries, and files of this machine, among them.

    A part is known by its name, version and `purl`.
    """
    if isinstance(told, list):
        return [without_addresses(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: without_addresses(value) for name, value in told.items() if name != REFERENCES}


if __name__ == "__main__":
    sys.exit(main())
