#!/usr/bin/env python3
"""Writes what `train.py student` made as a file for the program, in the layout of `decodeNetwork` in src/rules/learned/network-model.ts.

    export.py /tmp/network/student.npz /tmp/bge/bge-small-en-v1.5-tokenizer.json rules/models/network.bin
"""
import argparse
import json
import re
import struct
from pathlib import Path

import numpy

from shared import BEGIN, END, LARGEST, LINE, UNKNOWN

MAGIC, VERSION = 0x4E494850, 2
# Columns of the outputs, filled up with 0: the arithmetic takes sixteen at a time.
COLUMNS = 80
SPECIAL = {LINE, UNKNOWN, BEGIN, END}
# Pieces that English text is cut into: Latin letters, digits, one sign, a Greek letter, or a letter that stays when accents are taken away.
# Those of other scripts are left out; words that are made up of them become unknown. A sign never continues a word: it is a token.
KEPT = re.compile(r"(##)?([a-z]+|[0-9]+|[µα-ωßæøłđðþı])|[^\w\s]")
# Bits of a float's fraction that are cleared (14 of 23): the file packs better, and the error of a weight stays below a thousandth of it.
CLEARED = 14


def kept_pieces(tokenizer):
    """Numbers and names of the pieces that go into the file."""
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    names = sorted(vocabulary, key=vocabulary.get)
    kept = [number for number, name in enumerate(names) if number in SPECIAL or KEPT.fullmatch(name)]
    return kept, ["[LINE]" if number == LINE else names[number] for number in kept]


def floats(values):
    bits = numpy.ascontiguousarray(values, dtype="<f4").view("<u4")
    return ((bits + (1 << CLEARED - 1)) & numpy.uint32(2**32 - (1 << CLEARED))).astype("<u4").tobytes()


def rounded(values, axis):
    """Whole numbers, and what they are to be multiplied by: one number for each row or column, without the bits that `floats` clears."""
    scales = numpy.frombuffer(floats(numpy.abs(values).max(axis, keepdims=True) / LARGEST + 1e-12), "<f4")
    scales = scales.reshape(1, -1) if axis == 0 else scales.reshape(-1, 1)
    return numpy.round(values / scales).clip(-127, 127).astype(numpy.int8), scales


class Parts:
    """
    Matrices in bytes and all other numbers, in the order of `sizeOf` in src/rules/learned/network-model.ts. Of a matrix, the weights of an input stand
    side by side.
    """

    def __init__(self, weights):
        self.weights = {name: values.astype(numpy.float32) for name, values in weights.items()}
        self.matrices, self.numbers = b"", b""

    def add(self, name):
        self.numbers += floats(self.weights[name])

    def add_matrix(self, matrix, bias):
        whole, scales = rounded(matrix, axis=0)
        self.matrices += whole.tobytes()
        self.numbers += floats(scales) + floats(bias)

    def add_dense(self, name, times=1.0):
        self.add_matrix(self.weights[name + ".weight"].T * times, self.weights[name + ".bias"] * times)

    def add_output(self, name):
        bias = self.weights[name + ".bias"]
        missing = COLUMNS - len(bias)
        self.add_matrix(numpy.pad(self.weights[name + ".weight"].T, ((0, 0), (0, missing))), numpy.pad(bias, (0, missing)))

    def add_normalisation(self, name):
        self.add(name + ".weight")
        self.add(name + ".bias")


def parts_of(weights, shape):
    parts = Parts(weights)
    parts.add("forms.weight")
    parts.add_normalisation("norm")
    for index in range(shape["convolutions"]):
        kernel = parts.weights[f"convolutions.{index}.weight"].transpose(2, 1, 0)  # from (output, input, place) to (place, input, output)
        parts.add_matrix(kernel.reshape(-1, kernel.shape[2]), parts.weights[f"convolutions.{index}.bias"])
        parts.add_normalisation(f"norms.{index}")
    parts.add_dense("surroundings")
    parts.add_normalisation("surroundings_norm")
    parts.add_output("output")
    for name in ("widen", "keys", "values"):
        parts.add_dense(name)
    for index in range(shape["blocks"]):
        block = f"blocks.{index}."
        # Scores are divided by the root of the numbers of a head: done here once and for all.
        parts.add_dense(block + "query", (shape["closer_width"] / shape["heads"]) ** -0.5)
        parts.add(block + "distances")
        parts.add_dense(block + "attention")
        parts.add_normalisation(block + "attention_norm")
        parts.add_dense(block + "inner")
        parts.add_dense(block + "outer")
        parts.add_normalisation(block + "norm")
    parts.add_output("closer_output")
    return parts


def shape_of(weights):
    """The sizes, in the order in which the file has them."""

    def count(pattern):
        return sum(re.fullmatch(pattern, name) is not None for name in weights)

    heads, distances = weights["blocks.0.distances"].shape
    return {
        "width": weights["pieces.weight"].shape[1],
        "convolutions": count(r"convolutions\.\d+\.bias"),
        "closer_width": len(weights["widen.bias"]),
        "inner": len(weights["blocks.0.inner.bias"]),
        "blocks": count(r"blocks\.\d+\.query\.bias"),
        "heads": heads,
        "reach": distances // 2,
    }


def main():
    parser = argparse.ArgumentParser(description="Writes a learned network as a file for the program.")
    parser.add_argument("checkpoint", type=Path, help="what train.py student wrote")
    parser.add_argument("tokenizer", type=Path, help="bge-small's tokenizer.json")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    weights = dict(numpy.load(options.checkpoint))
    shape = shape_of(weights)
    kept, names = kept_pieces(options.tokenizer)
    text = "\n".join(names).encode()
    vectors, scales = rounded(weights["pieces.weight"][kept].astype(numpy.float32), axis=1)
    parts = parts_of(weights, shape)
    head = struct.pack(f"<{4 + len(shape)}I", MAGIC, VERSION, *shape.values(), len(names), len(text))
    front = head + text + floats(scales) + vectors.tobytes() + parts.matrices
    written = options.target.write_bytes(front + bytes(-len(front) % 4) + parts.numbers)
    print(f"{len(names)} pieces, {shape}, {written} bytes")


main()
