#!/usr/bin/env python3
"""Learns the network of `src/detect/network/` from marked notes and from a teacher (see README.md here).

    train.py teacher /tmp/network                  # fine-tunes MiniLM on the notes: teacher.pt
    train.py student /tmp/network                  # learns the network from notes and teacher: student.npz
    train.py teacher /tmp/network --hold-out d,e   # without the notes of these hands, by which it is judged then

A student without some hands needs a teacher without them. Made for a GPU; `--limit`, `--batch` and `--window` are for trying the script
out on any machine.
"""
import argparse
import contextlib
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F
from torch import nn

from models import POSITIONS, Student, Teacher
from shared import BEGIN, CONTINUED, END, PADDING, read_weights, write_weights

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
DEFAULTS = {"teacher": {"epochs": 8, "rate": 4e-4}, "student": {"epochs": 12, "rate": 2e-3}}
# What the teacher says weighs twice as much as the notes; its probabilities are made softer, so that unlikely labels tell something too.
TEACHER_WEIGHT, TEMPERATURE = 2, 1.5
IGNORED = -100  # the label of pieces that are not judged, as PyTorch has it


class Notes:
    """The arrays of `prepare.py`, cut into windows: pairs of the first piece and the one behind the last."""

    def __init__(self, file, window):
        data = numpy.load(file)
        self.pieces, self.forms = data["pieces"].astype(numpy.int64), data["forms"].astype(numpy.int64)
        self.firsts, self.labels = data["firsts"], data["labels"].astype(numpy.int64)
        self.label_count = 1 + 4 * len(data["entities"])
        self.lengths = data["ends"].astype(int) - data["starts"].astype(int)
        self.token_of = numpy.cumsum(self.firsts) - 1
        self.note_of = data["notes"].astype(int)[self.token_of]
        self.piece_labels = numpy.where(self.firsts, self.labels[self.token_of], IGNORED)
        self.hands = numpy.array([name.split("-")[0] for name in data["ids"]])
        self.bounds = [0, *(numpy.nonzero(numpy.diff(self.note_of))[0] + 1).tolist(), len(self.note_of)]
        self.window = window

    def windows(self, chosen):
        """Windows of the notes that are `chosen` (a truth value for each); those of a note overlap by a quarter."""
        inside = self.window - 2  # without the ends
        found = []
        for begin, end in zip(self.bounds, self.bounds[1:]):
            if not chosen[self.note_of[begin]]:
                continue
            at = begin
            while at + inside < end:
                found.append((at, at + inside))
                at += self.window * 3 // 4
            found.append((at, end))
        return found

    def batch(self, windows):
        """Pieces, forms and labels of windows, filled up to the same length."""
        length = -(-(max(end - begin for begin, end in windows) + 2) // 32) * 32
        shape = (len(windows), length)
        pieces, forms, labels = (numpy.full(shape, filling, numpy.int64) for filling in (PADDING, CONTINUED, IGNORED))
        for row, (begin, end) in enumerate(windows):
            inside = slice(1, end - begin + 1)
            pieces[row, 0], pieces[row, end - begin + 1] = BEGIN, END
            pieces[row, inside] = self.pieces[begin:end]
            forms[row, inside] = self.forms[begin:end]
            labels[row, inside] = self.piece_labels[begin:end]
        return [torch.from_numpy(values).to(DEVICE, non_blocking=True) for values in (pieces, forms, labels)]


def half_precision():
    return torch.autocast("cuda", dtype=torch.bfloat16) if DEVICE == "cuda" else contextlib.nullcontext()


def batches_of_epoch(windows, size, random):
    """Batches at random, of windows of like length, so that little is filled up: sorted within groups of sixteen batches."""
    order = random.permutation(len(windows))
    groups = numpy.array_split(order, max(1, len(order) // (size * 16)))
    order = [index for group in groups for index in sorted(group, key=lambda index: windows[index][1] - windows[index][0])]
    for start in random.permutation(numpy.arange(0, len(order) - size + 1, size)):
        yield [windows[index] for index in order[start : start + size]]


def exchange_pieces(pieces, step):
    """
    Exchanges up to a quarter of the words' pieces of each row for others of the batch, at every other step half of these for any others:
    what the teacher says of such text tells the student more than the notes alone could.
    """
    words = pieces > 200  # beyond the special and unused ones
    others = pieces[words]
    exchanged = words & (torch.rand(pieces.shape, device=DEVICE) < 0.25 * torch.rand((len(pieces), 1), device=DEVICE))
    changed = torch.where(exchanged, others[torch.randint(len(others), pieces.shape, device=DEVICE)], pieces)
    if step % 2 == 0:
        any_piece = torch.randint(1000, 29000, pieces.shape, device=DEVICE)
        changed = torch.where(exchanged & (torch.rand(pieces.shape, device=DEVICE) < 0.5), any_piece, changed)
    return changed


def loss_by_teacher(net, teacher, pieces, forms, judged):
    """How far the student is from what the teacher says (Kullback-Leibler divergence)."""
    with torch.no_grad(), half_precision():
        wanted = teacher(pieces, forms)
    with half_precision():
        said = net(pieces, forms)
    wanted, said = wanted.float()[judged] / TEMPERATURE, said.float()[judged] / TEMPERATURE
    # The softer the probabilities, the smaller the gradients: by the square of the temperature.
    return F.kl_div(F.log_softmax(said, -1), F.softmax(wanted, -1), reduction="batchmean") * TEMPERATURE**2


def optimizer_of(net, rate):
    """What begins at random, vectors of forms and the output, learns three times as fast."""
    new = [*net.output.parameters(), *net.forms.parameters()]
    known = [values for name, values in net.named_parameters() if not name.startswith(("output", "forms"))]
    return torch.optim.AdamW([{"params": known}, {"params": new, "lr": rate * 3}], lr=rate, weight_decay=0.01)


def rate_at(step, steps):
    """Rises over the first 8 % of the steps, falls to 0 from then on."""
    return min(1, (step + 1) / (0.08 * steps + 1)) * max(0, (steps - step) / steps)


def learn(net, teacher, notes, windows, options):
    size = min(options.batch, len(windows))
    steps = int(options.epochs * len(windows) / size)
    optimizer = optimizer_of(net, options.rate)
    rates = [group["lr"] for group in optimizer.param_groups]
    random = numpy.random.RandomState(options.seed)
    began, step = time.time(), 0
    while step < steps:
        for chosen in batches_of_epoch(windows, size, random):
            if step == steps:
                break
            for group, rate in zip(optimizer.param_groups, rates):
                group["lr"] = rate * rate_at(step, steps)
            pieces, forms, labels = notes.batch(chosen)
            with half_precision():
                said = net(pieces, forms)
            loss = F.cross_entropy(said.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED)
            if teacher is not None:
                changed = exchange_pieces(pieces, step)
                loss = loss + loss_by_teacher(net, teacher, changed, forms, labels != IGNORED) * TEACHER_WEIGHT
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {steps}: loss {loss.item():.4f}, {time.time() - began:.0f} s", flush=True)


def probabilities_of(net, notes, windows):
    """Per token the probability that it is PHI, by the window that shows most of what is around it; not a number where none has it."""
    net.eval()
    optional = [label for label in range(1, notes.label_count) if (label - 1) % 4 >= 2]
    bounds = set(notes.bounds)
    phi = numpy.full(len(notes.labels), numpy.nan, numpy.float32)
    seen = numpy.full(len(notes.labels), -1.0, numpy.float32)
    windows = sorted(windows, key=lambda window: window[1] - window[0])
    for start in range(0, len(windows), 128):
        chosen = windows[start : start + 128]
        pieces, forms, _ = notes.batch(chosen)
        with torch.no_grad(), half_precision():
            shares = net(pieces, forms).float().softmax(-1).cpu().numpy()
        for row, (begin, end) in enumerate(chosen):
            places = numpy.arange(begin, end)[notes.firsts[begin:end]]
            # The end of a note hides nothing, that of a window does.
            before = numpy.full(len(places), 999) if begin in bounds else places - begin
            behind = numpy.full(len(places), 999) if end in bounds else end - places
            around = numpy.minimum(before, behind)
            better = around > seen[notes.token_of[places]]
            tokens, of_token = notes.token_of[places][better], shares[row, places[better] - begin + 1]
            seen[tokens] = around[better]
            phi[tokens] = 1 - of_token[:, 0] - of_token[:, optional].sum(1)
    return phi


def judge(net, notes, windows):
    """Prints, for some thresholds, how many characters of PHI are found and how much of what is found is PHI; nothing optional counts."""
    phi = probabilities_of(net, notes, windows)
    wanted = (notes.labels > 0) & ((notes.labels - 1) % 4 < 2)
    optional = (notes.labels > 0) & ~wanted
    total = max(1, notes.lengths[~numpy.isnan(phi) & wanted].sum())
    for threshold in (0.1, 0.2, 0.3, 0.5):
        found = phi > threshold
        right, all_found = notes.lengths[found & wanted].sum(), max(1, notes.lengths[found & ~optional].sum())
        print(f"threshold {threshold}: {right / total:.2%} of the characters found, {right / all_found:.2%} of what is found is right")


def read_options():
    parser = argparse.ArgumentParser(description="Learns the network from marked notes and from a teacher.")
    parser.add_argument("model", choices=DEFAULTS)
    parser.add_argument("work", type=Path, help="folder of prepare.py; what is made goes there too")
    parser.add_argument("--hold-out", default="", help="hands (what stands before the first hyphen of a note's name), with commas between")
    parser.add_argument("--epochs", type=float, help="8 for the teacher, 12 for the student")
    parser.add_argument("--rate", type=float, help="highest learning rate, 4e-4 for the teacher, 2e-3 for the student")
    parser.add_argument("--batch", type=int, default=64, help="windows of a batch")
    parser.add_argument("--window", type=int, default=256, help=f"word pieces of a window, at most {POSITIONS}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="no more windows than this, for trying out")
    options = parser.parse_args()
    for name, value in DEFAULTS[options.model].items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.hold_out = sorted(filter(None, options.hold_out.split(",")))
    return options


def read_teacher(file, weights, labels, held_out):
    saved = torch.load(file, map_location="cpu")
    if saved["held_out"] != held_out:
        raise SystemExit(f"{file}: made without the hands {saved['held_out']}, not without {held_out}")
    teacher = Teacher(weights, labels)
    teacher.load_state_dict(saved["weights"])
    return teacher.to(DEVICE).eval()


def save(net, options):
    weights = {name: values.detach().cpu() for name, values in net.state_dict().items()}
    if options.model == "teacher":
        torch.save({"held_out": options.hold_out, "weights": weights}, options.work / "teacher.pt")
    else:
        write_weights(options.work / "student.npz", {name: values.numpy() for name, values in weights.items()})


def main():
    options = read_options()
    torch.manual_seed(options.seed)
    notes = Notes(options.work / "notes.npz", options.window)
    held_out = numpy.isin(notes.hands, options.hold_out)
    known, unseen = notes.windows(~held_out)[: options.limit], notes.windows(held_out)[: options.limit]
    weights = {name: torch.from_numpy(values) for name, values in read_weights(options.work / "minilm.npz").items()}
    teacher = None
    if options.model == "student":
        teacher = read_teacher(options.work / "teacher.pt", weights, notes.label_count, options.hold_out)
    net = (Student if teacher else Teacher)(weights, notes.label_count).to(DEVICE)
    size = sum(values.numel() for values in net.parameters())
    print(f"{size} weights, {len(known)} windows to learn, {len(unseen)} to judge by", flush=True)
    learn(net, teacher, notes, known, options)
    save(net, options)
    if unseen:
        judge(net, notes, unseen)


main()
