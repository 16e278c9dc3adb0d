#!/usr/bin/env python3
"""Cuts the marked notes into word pieces for `train.py`, and makes bge-small's weights small enough to be carried about (see README.md here).

    prepare.py /tmp/bge fixtures/notes /tmp/network

writes `notes.npz` and `bge-small.npz` (weights in 6 bits; the teacher begins with them as they are then). `notes.npz` holds, per word piece,
its number, its form and whether it is the first of its token; per token its label, its note and its length; and the names of notes and
entities. Tokens, forms and pieces are those of `src/detect/network/word-pieces.ts`: the two must read a text alike.
"""
import argparse
import re
from pathlib import Path

import numpy
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

from shared import CONTINUED, LINE, UNKNOWN, write_weights

TYPES = Path(__file__).parents[2] / "src/rules/types.ts"
MARK = re.compile(r"⟦(\??)([A-Z]+)\|(.*?)⟧", re.S)
TOKEN = re.compile(r"\n|[^\W\d_]+|\d+|[^\w\s]|_")
# Of a run of letters without end, the beginning tells all there is.
MOST_PIECES = 12
# Kinds of case; each takes three forms, by the blanks in front.
LOWER, DIGITS, SIGN, CAPITALS, CAPITAL, TITLE, MIXED, LINE_END = range(8)
# Labels of an entity: begun, continued, and both where it is optional.
LABELS_OF_ENTITY = 4


def read_entities():
    """The entities in the order of `ENTITIES`, upon which the numbers of the labels depend."""
    listed = re.search(r"export const ENTITIES = \[(.*?)\]", TYPES.read_text(encoding="utf-8"), re.S)
    return re.findall(r"'([A-Z]+)'", listed[1])


def read_note(marked, entities):
    """A note without its marks, and the label of each of its characters."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        begun = 1 + entities.index(mark[2]) * LABELS_OF_ENTITY + (2 if mark[1] else 0)
        spans.append((len(text), len(text) + len(mark[3]), begun))
        text += mark[3]
        at = mark.end()
    text += marked[at:]
    labels = numpy.zeros(len(text) + 1, dtype=numpy.uint8)
    for start, end, begun in spans:
        labels[start] = begun
        labels[start + 1 : end] = begun + 1
    return text, labels


def case_of(token):
    if token == "\n":
        return LINE_END
    if token.isdigit():
        return DIGITS
    if not token[0].isalpha():
        return SIGN
    if token.isupper():
        return CAPITALS if len(token) > 1 else CAPITAL
    if token[0].isupper():
        return TITLE if token[1:].islower() or len(token) == 1 else MIXED
    return LOWER


def piece_cutter(tokenizer):
    """Cuts a token into numbers of pieces; keeps what it has cut."""
    known = {"\n": [LINE]}

    def cut(token):
        if token not in known:
            known[token] = tokenizer.encode(token, add_special_tokens=False).ids[:MOST_PIECES] or [UNKNOWN]
        return known[token]

    return cut


def label_of(labels):
    """A token's label by those of its characters: a mark may begin within it, since notes are marked by the character."""
    marked = labels.nonzero()[0]
    return labels[marked[0]] if len(marked) else 0


def cut_notes(files, entities, cut):
    pieces, forms, firsts = [], [], []
    labels, notes, lengths = [], [], []
    for number, file in enumerate(files):
        text, of_characters = read_note(file.read_text(encoding="utf-8"), entities)
        last = 0
        for match in TOKEN.finditer(text):
            token, (start, end) = match[0], match.span()
            form = case_of(token) * 3 + min(start - last, 2)
            lengths.append(end - start)
            last = end
            for index, piece in enumerate(cut(token)):
                pieces.append(piece)
                forms.append(CONTINUED if index else form)
                firsts.append(index == 0)
            labels.append(label_of(of_characters[start:end]))
            notes.append(number)
    return {
        "pieces": numpy.array(pieces, numpy.uint16),
        "forms": numpy.array(forms, numpy.uint8),
        "firsts": numpy.array(firsts, bool),
        "labels": numpy.array(labels, numpy.uint8),
        "notes": numpy.array(notes, numpy.uint16),
        "lengths": numpy.array(lengths, numpy.uint16),
    }


def prepare_notes(tokenizer_file, folder, target):
    tokenizer = Tokenizer.from_file(str(tokenizer_file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    files = sorted(folder.glob("*.txt"))
    entities = read_entities()
    arrays = cut_notes(files, entities, piece_cutter(tokenizer))
    numpy.savez_compressed(target, **arrays, ids=numpy.array([file.stem for file in files]), entities=numpy.array(entities))
    print(f"{len(files)} notes, {len(arrays['labels'])} tokens, {len(arrays['pieces'])} pieces")


def read_onnx(file):
    """Weights by BERT's names. The graph has lost those of its matrices, which are told by the bias that is added to their product."""
    graph = onnx.load(file).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights = {name: values for name, values in arrays.items() if name.startswith(("embeddings", "encoder")) and values.dtype == "float32"}
    bias_of = {}
    for node in graph.node:
        if node.op_type == "Add":
            for name in set(node.input) & weights.keys():
                bias_of.update({other: name for other in node.input})
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays:
            name = bias_of[node.output[0]].removesuffix(".bias")
            weights[name + ".weight"] = numpy.ascontiguousarray(arrays[node.input[1]].T)
    return weights


def main():
    parser = argparse.ArgumentParser(description="Cuts marked notes into word pieces and rounds bge-small's weights, for train.py.")
    parser.add_argument("model", type=Path, help="folder with bge-small-en-v1.5.onnx and its tokenizer")
    parser.add_argument("notes", type=Path, help="folder of marked notes")
    parser.add_argument("work", type=Path, help="folder for what is made")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    prepare_notes(options.model / "bge-small-en-v1.5-tokenizer.json", options.notes, options.work / "notes.npz")
    write_weights(options.work / "bge-small.npz", read_onnx(options.model / "bge-small-en-v1.5.onnx"))


main()
