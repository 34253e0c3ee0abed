#!/usr/bin/env python3
"""reference.py: the least value of each loss in this folder, found without Majorant; writes reference.json.

    reference.py                all of them
    reference.py NAME...        only these; the others stay as they are in reference.json

The losses are written once more, in numpy, in references/*.py, and minimised by what scipy, scikit-learn, statsmodels or R
have for them, from many starts where there are several minima.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import pathlib
import sys
import warnings

from references import clusters, constrained, distributions, factors, generalised, geometry, location, mixtures, programs, rankings
from references import regression
from references.tools import REFERENCES

warnings.filterwarnings("ignore")
out = pathlib.Path(__file__).parent / "reference.json"


def main(names):
    known = json.loads(out.read_text()) if names and out.exists() else {}
    for name, (find, by) in REFERENCES.items():
        if not names or name in names:
            value = float(find())
            print(f"{name:28} {value:.12g}  {by}", file=sys.stderr)
            known[name] = {"value": float(f"{value:.11g}"), "by": by}
    lines = [f'  "{name}": {json.dumps(known[name])}' for name in sorted(known) if name in REFERENCES]
    out.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
