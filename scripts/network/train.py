#!/usr/bin/env python3
"""Learns the network of `src/detect/network/` from marked notes and from a teacher (see README.md here).

    train.py teacher /tmp/network --hold-out d,e   # fine-tunes bge-small on the notes but those of these hands: teacher.pt
    train.py student /tmp/network --hold-out d,e   # learns the network from notes and teacher: student.npz, student-held-out.npz

The second student learns beside the first, from the same batches, but not from the notes that are held out: by these it is judged. Made
for a GPU; `--limit` and `--batch` are for trying the script out on any machine.
"""
import argparse
from pathlib import Path

import numpy
import torch
import torch.nn.functional as F

from learn import DEVICE, Learner, half_precision
from models import IGNORED, Student, Teacher
from notes import WINDOW, Batches, Notes
from shared import CONTINUED, MASK, read_weights

DEFAULTS = {"teacher": {"epochs": 6, "rate": 3e-4}, "student": {"epochs": 30, "rate": 2e-3}}
# What the teacher says weighs twice as much as the notes; its probabilities are made softer, so that unlikely labels tell something too.
TEACHER_WEIGHT, TEMPERATURE = 2, 1.5
# The first look counts half.
FIRST_WEIGHT = 0.5
# Rows whose words are all put in small letters, and in capitals.
SMALL_LETTERS, CAPITALS = 0.05, 0.05
FIRST_WORD = 200  # pieces below are special or unused


def share_of_pieces(pieces, most):
    """Words' pieces at random, up to the share `most` of each row."""
    return (pieces > FIRST_WORD) & (torch.rand(pieces.shape, device=DEVICE) < most * torch.rand((len(pieces), 1), device=DEVICE))


def exchange_pieces(pieces, held_out, most):
    """
    Exchanges up to the share `most` of the words' pieces of each row for others of the batch, in half of the rows half of these for any
    others: what the teacher says of such text tells the student more than the notes alone could. None comes from notes that are held out.
    """
    anything = torch.randint(1000, 29000, pieces.shape, device=DEVICE)
    index = torch.randint(pieces.numel(), pieces.shape, device=DEVICE)
    others = pieces.flatten()[index]
    usable = (others > FIRST_WORD) & ~held_out[index // pieces.shape[1]]
    wild = (torch.rand((len(pieces), 1), device=DEVICE) < 0.5) & (torch.rand(pieces.shape, device=DEVICE) < 0.5)
    return torch.where(share_of_pieces(pieces, most), torch.where(usable & ~wild, others, anything), pieces)


def change_case(forms):
    """All in small letters, or all in capitals, in some rows. Forms are kinds of case times three: see `prepare.py`."""
    kinds, blanks = forms // 3, forms % 3
    chance = torch.rand((len(forms), 1), device=DEVICE)
    is_word = (forms != CONTINUED) & ((kinds == 0) | ((kinds >= 3) & (kinds <= 6)))
    forms = torch.where(is_word & (chance < SMALL_LETTERS), blanks, forms)
    return torch.where(is_word & (kinds != 4) & (chance > 1 - CAPITALS), 9 + blanks, forms)


def cross_entropy(said, labels):
    """On average over the pieces that are judged; 0 if none is, as in a batch of notes that are held out."""
    total = F.cross_entropy(said.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (labels != IGNORED).sum().clamp_min(1)


def teacher_losses(nets, pieces, forms, labels, held_out):
    """Some words are hidden or exchanged, so that the teacher heeds what is around them."""
    changed = exchange_pieces(pieces, held_out, 0.1)
    changed = torch.where(share_of_pieces(pieces, 0.1), MASK, changed)
    forms = change_case(forms)
    for net in nets:
        with half_precision():
            said = net(changed, forms)
        yield cross_entropy(said, labels)


def distance(wanted, said, judged):
    """How far probabilities are from what the teacher says (Kullback-Leibler divergence), on average over the pieces that are judged."""
    apart = (wanted.exp() * (wanted - F.log_softmax(said.float() / TEMPERATURE, -1))).sum(-1)
    # The softer the probabilities, the smaller the gradients: by the square of the temperature.
    return (apart * judged).sum() / judged.sum().clamp_min(1) * TEMPERATURE**2


def student_losses(teacher):
    """Of the first student, which learns from all notes, and of one that does not learn from those held out, if there is one."""

    def losses_of(nets, pieces, forms, labels, held_out):
        changed, changed_forms = exchange_pieces(pieces, held_out, 0.3), change_case(forms)
        with torch.no_grad():
            wanted = F.log_softmax(teacher(changed, changed_forms).float() / TEMPERATURE, -1)
        for index, net in enumerate(nets):
            known = labels if index == 0 else torch.where(held_out[:, None], IGNORED, labels)
            judged = known != IGNORED
            with half_precision():
                first, places, closer = net(torch.cat([pieces, changed]), torch.cat([forms, changed_forms]), torch.cat([judged, judged]))
            said, said_of_changed = first.chunk(2)
            loss = cross_entropy(said, known) + distance(wanted, said_of_changed, judged) * TEACHER_WEIGHT
            at, at_changed = places.chunk(2)
            said, said_of_changed = closer.chunk(2)
            wanted_there = wanted.gather(1, at_changed[:, :, None].expand(-1, -1, wanted.shape[2]))
            closer_loss = cross_entropy(said, known.gather(1, at))
            closer_loss = closer_loss + distance(wanted_there, said_of_changed, judged.gather(1, at_changed)) * TEACHER_WEIGHT
            yield loss * FIRST_WEIGHT + closer_loss

    return losses_of


def probabilities_of(say, notes, windows):
    """Per token the probability that it is PHI, by the window that shows most of what is around it; not a number where none has it."""
    optional = [label for label in range(1, notes.label_count) if (label - 1) % 4 >= 2]
    bounds = set(notes.bounds)
    phi = numpy.full(len(notes.labels), numpy.nan, numpy.float32)
    seen = numpy.full(len(notes.labels), -1.0, numpy.float32)
    for start in range(0, len(windows), 128):
        chosen = windows[start : start + 128]
        pieces, forms, _, _ = (values.to(DEVICE) for values in notes.arrays(chosen, WINDOW))
        with torch.no_grad(), half_precision():
            shares = say(pieces, forms).float().softmax(-1).cpu().numpy()
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


def judge(name, say, notes):
    """Prints, for some thresholds, how many characters of PHI are found and how much of what is found is PHI; nothing optional counts."""
    windows = notes.windows(True)
    if not windows:
        return
    phi = probabilities_of(say, notes, windows)
    wanted = (notes.labels > 0) & ((notes.labels - 1) % 4 < 2)
    optional = (notes.labels > 0) & ~wanted
    total = max(1, notes.lengths[~numpy.isnan(phi) & wanted].sum())
    for threshold in (0.1, 0.2, 0.3, 0.5):
        found = phi > threshold
        right, all_found = notes.lengths[found & wanted].sum(), max(1, notes.lengths[found & ~optional].sum())
        print(f"{name}, threshold {threshold}: {right / total:.2%} of the characters found, {right / all_found:.2%} of what is found is right")


def read_options():
    parser = argparse.ArgumentParser(description="Learns the network from marked notes and from a teacher.")
    parser.add_argument("model", choices=DEFAULTS)
    parser.add_argument("work", type=Path, help="folder of prepare.py; what is made goes there too")
    parser.add_argument("--hold-out", default="", help="hands (what stands before the first hyphen of a note's name), with commas between")
    parser.add_argument("--epochs", type=float, help="6 for the teacher, 30 for the student")
    parser.add_argument("--seconds", type=float, help="as many epochs as fit into this time")
    parser.add_argument("--rate", type=float, help="highest learning rate, 3e-4 for the teacher, 2e-3 for the student")
    parser.add_argument("--batch", type=int, default=16384, help="word pieces of a batch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="no more windows than this, for trying out")
    options = parser.parse_args()
    for name, value in DEFAULTS[options.model].items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.hold_out = sorted(filter(None, options.hold_out.split(",")))
    return options


def read_teacher(file, labels, held_out):
    saved = torch.load(file, map_location="cpu")
    if saved["held_out"] != held_out:
        raise SystemExit(f"{file}: made without the hands {saved['held_out']}, not without {held_out}")
    teacher = Teacher(labels, saved["layers"])
    teacher.load_state_dict(saved["weights"])
    return teacher.to(DEVICE, torch.bfloat16 if DEVICE == "cuda" else torch.float32).eval()


def learn_teacher(options, notes, weights):
    teacher = Teacher.from_weights(weights, notes.label_count).to(DEVICE)
    batches = Batches(notes, notes.windows(False)[: options.limit], options.batch, DEVICE, options.seed)
    Learner([teacher], teacher_losses, batches).learn(options.rate, options.epochs, options.seconds)
    kept = {name: values.cpu() for name, values in teacher.state_dict().items()}
    torch.save({"held_out": options.hold_out, "layers": len(teacher.layers), "weights": kept}, options.work / "teacher.pt")
    judge("teacher", teacher, notes)


def learn_students(options, notes, weights):
    teacher = read_teacher(options.work / "teacher.pt", notes.label_count, options.hold_out)
    names = ["student", "student-held-out"] if options.hold_out else ["student"]
    vectors = weights["embeddings.word_embeddings.weight"]
    students = [Student(vectors, notes.label_count).to(DEVICE) for _ in names]
    print(f"{sum(values.numel() for values in students[0].parameters())} weights", flush=True)
    windows = notes.windows(False)[: options.limit] + notes.windows(True)[: options.limit]
    batches = Batches(notes, windows, options.batch, DEVICE, options.seed)
    Learner(students, student_losses(teacher), batches).learn(options.rate, options.epochs, options.seconds)
    for name, student in zip(names, students):
        arrays = {key: values.detach().cpu().half().numpy() for key, values in student.state_dict().items()}
        numpy.savez_compressed(options.work / f"{name}.npz", **arrays)
    if options.hold_out:
        held_out = students[1]
        judge("first-look", lambda pieces, forms: held_out(pieces, forms)[0], notes)
        judge("closer-look", lambda pieces, forms: held_out(pieces, forms)[2], notes)


def main():
    options = read_options()
    torch.manual_seed(options.seed)
    notes = Notes(options.work / "notes.npz", options.hold_out)
    weights = {name: torch.from_numpy(values) for name, values in read_weights(options.work / "bge-small.npz").items()}
    (learn_teacher if options.model == "teacher" else learn_students)(options, notes, weights)


main()
