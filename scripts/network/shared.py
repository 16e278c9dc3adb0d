"""What the scripts of this folder have in common: numbers of special word pieces, forms, and files of weights in few bits."""
import numpy

# Numbers of special pieces in BERT's vocabulary. It has none for the end of a line, which takes the first of those it leaves unused.
PADDING, LINE, UNKNOWN, BEGIN, END, MASK = 0, 1, 100, 101, 102, 103

# Forms of tokens, see `prepare.py`: eight kinds of case times three of the blanks in front, and that of what continues a word.
FORMS, CONTINUED = 25, 24

ROUNDED, SCALE = "|q", "|s"
# Numbers of six bits, so that they pack well.
LARGEST = 31


def write_weights(path, arrays):
    """Writes named arrays; those that hold a vector per row in 6 bits, with a scale for each row, the rest as they are."""
    written = {}
    for name, values in arrays.items():
        values = values.astype(numpy.float32)
        if values.ndim == 2 and len(values) > 2:
            scales = numpy.abs(values).max(1, keepdims=True) / LARGEST + 1e-12
            written[name + ROUNDED] = numpy.round(values / scales).astype(numpy.int8)
            written[name + SCALE] = scales.astype(numpy.float32)
        else:
            written[name] = values
    numpy.savez_compressed(path, **written)


def read_weights(path):
    """The arrays of `write_weights`, all of them as float32."""
    file = numpy.load(path)
    arrays = {}
    for name in file.files:
        if name.endswith(ROUNDED):
            plain = name.removesuffix(ROUNDED)
            arrays[plain] = file[name].astype(numpy.float32) * file[plain + SCALE]
        elif not name.endswith(SCALE):
            arrays[name] = file[name].astype(numpy.float32)
    return arrays
