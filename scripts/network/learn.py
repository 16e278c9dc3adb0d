"""The loop in which nets learn. On a GPU each shape of batch is recorded once as a CUDA graph and played from then on: the steps are small."""
import contextlib
import time

import torch
from torch import nn

ON_GPU = torch.cuda.is_available()
DEVICE = "cuda" if ON_GPU else "cpu"


def half_precision():
    return torch.autocast("cuda", dtype=torch.bfloat16, cache_enabled=False) if ON_GPU else contextlib.nullcontext()


def optimizer_of(net):
    """Outputs and vectors of forms, which are added to what is known or comes out of it, learn three times as fast."""

    def is_new(name):
        return name.startswith(("output", "closer_output", "forms"))

    groups = [
        {"params": [values for name, values in net.named_parameters() if is_new(name) == new], "times": 3.0 if new else 1.0}
        for new in (False, True)
    ]
    if not ON_GPU:
        return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01)
    # Rates that a graph reads anew each time lie on the GPU.
    for group in groups:
        group["lr"] = torch.zeros((), device=DEVICE)
    return torch.optim.AdamW(groups, lr=torch.zeros((), device=DEVICE), weight_decay=0.01, capturable=True, fused=True)


def rate_at(step, steps):
    """Rises over the first 8 % of the steps, falls to 0 from then on."""
    return min(1, (step + 1) / (0.08 * steps + 1)) * max(0, (steps - step) / steps)


class Learner:
    """Nets that learn together, each for itself, from the same batches; `losses_of` yields the loss of each in turn."""

    def __init__(self, nets, losses_of, batches):
        self.nets, self.losses_of, self.batches = nets, losses_of, batches
        self.optimizers = [optimizer_of(net) for net in nets]
        self.chosen = {length: torch.zeros(rows, dtype=torch.long, device=DEVICE) for length, (rows, _) in batches.groups.items()}
        self.losses, self.graphs = {}, {}

    def set_rate(self, rate):
        for optimizer in self.optimizers:
            for group in optimizer.param_groups:
                if ON_GPU:
                    group["lr"].fill_(rate * group["times"])
                else:
                    group["lr"] = rate * group["times"]

    def forget_gradients(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad(set_to_none=True)

    def compute(self, length):
        """One step of each net with the windows whose numbers lie in `chosen`."""
        losses = []
        batch = self.batches.take(length, self.chosen[length])
        for net, optimizer, loss in zip(self.nets, self.optimizers, self.losses_of(self.nets, *batch)):
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.detach())
        self.losses[length] = losses

    def record(self):
        # What a graph uses must have run before, on a stream of its own: three steps of each length at a fiftieth of the rate.
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for length in list(self.chosen) * 3:
                self.forget_gradients()
                self.compute(length)
        torch.cuda.current_stream().wait_stream(stream)
        for length in self.chosen:
            self.forget_gradients()
            graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(graph):
                self.compute(length)
            self.graphs[length] = graph

    def step(self, length, chosen):
        self.chosen[length].copy_(chosen)
        if self.graphs:
            self.graphs[length].replay()
        else:
            self.forget_gradients()
            self.compute(length)

    def learn(self, rate, epochs=None, seconds=None):
        """As many epochs, or as many as fit into the time."""
        for net in self.nets:
            net.train()
        self.set_rate(rate * 0.02)
        if ON_GPU:
            self.record()
        order = self.batches.order()
        began = time.time()
        steps = int(epochs * self.batches.of_epoch) if seconds is None else self.steps_in(seconds, order)
        for step in range(steps):
            self.set_rate(rate * rate_at(step, steps))
            length, chosen = next(order)
            self.step(length, chosen)
            if step % max(1, steps // 10) == 0:
                losses = " ".join(f"{loss.item():.4f}" for loss in self.losses[length])
                print(f"step {step} of {steps}, {self.batches.of_epoch} an epoch: loss {losses}, {time.time() - began:.0f} s", flush=True)
        for net in self.nets:
            net.eval()
            if not all(values.isfinite().all() for values in net.parameters()):
                raise SystemExit("what was learned is no numbers any more")

    def steps_in(self, seconds, order, tries=40):
        began = time.time()
        for _ in range(tries):
            self.step(*next(order))
        if ON_GPU:
            torch.cuda.synchronize()
        return max(1, int(seconds / (time.time() - began) * tries) - tries)
