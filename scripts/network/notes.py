"""The marked notes as batches on the device that learns."""
import numpy
import torch

from models import IGNORED
from shared import BEGIN, CONTINUED, END, PADDING

# Pieces of a window at most, with its two ends, and the lengths that shorter ones are filled up to.
WINDOW = 256
LENGTHS = (64, 128, 192, WINDOW)
INSIDE = WINDOW - 2


class Notes:
    """The arrays of `prepare.py`, cut into windows: pairs of the first piece and the one behind the last."""

    def __init__(self, file, held_out):
        data = numpy.load(file)
        self.pieces, self.forms = data["pieces"].astype(numpy.int64), data["forms"].astype(numpy.int64)
        self.firsts, self.labels, self.lengths = data["firsts"], data["labels"].astype(numpy.int64), data["lengths"].astype(int)
        self.label_count = 1 + 4 * len(data["entities"])
        self.token_of = numpy.cumsum(self.firsts) - 1
        self.note_of = data["notes"].astype(int)[self.token_of]
        self.piece_labels = numpy.where(self.firsts, self.labels[self.token_of], IGNORED)
        hands = numpy.array([name.split("-")[0] for name in data["ids"]])
        self.is_held_out = numpy.isin(hands, held_out)
        self.bounds = [0, *(numpy.nonzero(numpy.diff(self.note_of))[0] + 1).tolist(), len(self.note_of)]

    def windows(self, held_out):
        """Windows of the notes that are held out, or of all others; those of a note overlap by a quarter."""
        found = []
        for begin, end in zip(self.bounds, self.bounds[1:]):
            if self.is_held_out[self.note_of[begin]] != held_out:
                continue
            at = begin
            while at + INSIDE < end:
                found.append((at, at + INSIDE))
                at += WINDOW * 3 // 4
            found.append((at, end))
        return found

    def arrays(self, windows, length):
        """Pieces, forms and labels of windows, filled up to `length`, and whether they are held out."""
        shape = (len(windows), length)
        pieces, forms, labels = (numpy.full(shape, filling, numpy.int64) for filling in (PADDING, CONTINUED, IGNORED))
        for row, (begin, end) in enumerate(windows):
            inside = slice(1, end - begin + 1)
            pieces[row, 0], pieces[row, end - begin + 1] = BEGIN, END
            pieces[row, inside] = self.pieces[begin:end]
            forms[row, inside] = self.forms[begin:end]
            labels[row, inside] = self.piece_labels[begin:end]
        held_out = self.is_held_out[[self.note_of[begin] for begin, _ in windows]]
        return [torch.from_numpy(values) for values in (pieces, forms, labels, held_out)]


class Batches:
    """Windows by length, on the device, and their order at random: batches of a length are all of the same shape."""

    def __init__(self, notes, windows, pieces_of_batch, device, seed):
        self.random = torch.Generator().manual_seed(seed)
        self.device = device
        self.groups = {}
        for shorter, length in zip((0, *LENGTHS), LENGTHS):
            group = [window for window in windows if shorter < window[1] - window[0] + 2 <= length]
            if group:
                rows = max(1, min(pieces_of_batch // length, len(group)))
                self.groups[length] = rows, [values.to(device) for values in notes.arrays(group, length)]
        self.of_epoch = sum(len(arrays[0]) // rows for rows, arrays in self.groups.values())

    def take(self, length, chosen):
        return [values[chosen] for values in self.groups[length][1]]

    def order(self):
        """Lengths and numbers of windows of batches without end."""
        while True:
            plan = []
            for length, (rows, arrays) in self.groups.items():
                order = torch.randperm(len(arrays[0]), generator=self.random)
                plan += [(length, order[start : start + rows]) for start in range(0, len(order) - rows + 1, rows)]
            for index in torch.randperm(len(plan), generator=self.random).tolist():
                length, chosen = plan[index]
                yield length, chosen.to(self.device)
