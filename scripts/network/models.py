"""The network of `src/detect/network/` as PyTorch learns it, and its teacher."""
import torch
import torch.nn.functional as F
from torch import nn

from shared import FORMS, PADDING

VOCABULARY = 30522
# bge-small-en-v1.5; it has twelve layers.
TEACHER_WIDTH, HEADS, POSITIONS = 384, 12, 512
# The student; rules/models/network.md says what else was tried.
WIDTH, CONVOLUTIONS = 96, 4
# How many pieces to either side the mean of the surroundings reaches, and after how many convolutions it joins.
REACH, SURROUNDINGS_AFTER = 32, 2
# The closer look: numbers of a piece, blocks, numbers within a block, and how far to either side it attends.
CLOSER_WIDTH, BLOCKS, INNER, CLOSER_HEADS, CLOSER_REACH = 256, 3, 1024, 8, 64
# Of the pieces of a text, the share that is looked at closer while learning: those of which the first look is least sure.
SHARE_CLOSER = 3 / 8
DROPOUT = 0.1
IGNORED = -100  # the label of pieces that are not judged, as PyTorch has it
FAR = -1e4


class TeacherLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.attention = (nn.Linear(TEACHER_WIDTH, TEACHER_WIDTH) for _ in range(4))
        self.attention_norm, self.norm = (nn.LayerNorm(TEACHER_WIDTH, eps=1e-12) for _ in range(2))
        self.inner, self.outer = nn.Linear(TEACHER_WIDTH, 4 * TEACHER_WIDTH), nn.Linear(4 * TEACHER_WIDTH, TEACHER_WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, mask):
        def split(values):
            return values.view(len(x), -1, HEADS, TEACHER_WIDTH // HEADS).transpose(1, 2)

        attended = attend(split(self.query(x)), split(self.key(x)), split(self.value(x)), mask)
        x = self.attention_norm(x + self.dropout(self.attention(attended.transpose(1, 2).reshape(x.shape))))
        return self.norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


def attend(query, key, value, mask):
    return F.scaled_dot_product_attention(query, key, value, attn_mask=mask.to(query.dtype))


class Teacher(nn.Module):
    """bge-small, to which vectors of forms are added: it was learned from text in small letters, without blanks."""

    def __init__(self, labels, layers):
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, TEACHER_WIDTH)
        self.positions = nn.Embedding(POSITIONS, TEACHER_WIDTH)
        self.kind = nn.Parameter(torch.zeros(TEACHER_WIDTH))
        self.forms = nn.Embedding(FORMS, TEACHER_WIDTH)
        self.forms.weight.data.normal_(0, 0.02)
        self.norm = nn.LayerNorm(TEACHER_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(TeacherLayer() for _ in range(layers))
        self.output = nn.Linear(TEACHER_WIDTH, labels)
        self.dropout = nn.Dropout(DROPOUT)

    @staticmethod
    def from_weights(weights, labels):
        """One that begins with the weights of `prepare.py`, whose names are BERT's."""
        layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
        teacher = Teacher(labels, layers)
        known = {named_here(name): values for name, values in weights.items() if "token_type" not in name}
        known["kind"] = weights["embeddings.token_type_embeddings.weight"][0]
        strange = teacher.load_state_dict(known, strict=False)
        if strange.unexpected_keys or {name.split(".")[0] for name in strange.missing_keys} != {"forms", "output"}:
            raise SystemExit(f"these are no weights of a teacher: {strange}")
        return teacher

    def forward(self, pieces, forms):
        x = self.pieces(pieces) + self.positions.weight[: pieces.shape[1]] + self.kind + self.forms(forms)
        x = self.dropout(self.norm(x))
        mask = ((pieces == PADDING) * FAR)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return self.output(self.dropout(x))


# What BERT names otherwise; the order matters.
NAMED_HERE = {
    "embeddings.word_embeddings": "pieces",
    "embeddings.position_embeddings": "positions",
    "embeddings.LayerNorm": "norm",
    "encoder.layer.": "layers.",
    "attention.self.": "",
    "attention.output.dense": "attention",
    "attention.output.LayerNorm": "attention_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm",
}


def named_here(name):
    for theirs, ours in NAMED_HERE.items():
        name = name.replace(theirs, ours)
    return name


class Block(nn.Module):
    """Attends from pieces that are looked at closer to all that are near, then thinks it over."""

    def __init__(self):
        super().__init__()
        self.query, self.attention = nn.Linear(CLOSER_WIDTH, CLOSER_WIDTH), nn.Linear(CLOSER_WIDTH, CLOSER_WIDTH)
        # How much each head heeds a piece by where it stands, from CLOSER_REACH in front to as many behind.
        self.distances = nn.Parameter(torch.zeros(CLOSER_HEADS, 2 * CLOSER_REACH + 1))
        self.attention_norm, self.norm = nn.LayerNorm(CLOSER_WIDTH), nn.LayerNorm(CLOSER_WIDTH)
        self.inner, self.outer = nn.Linear(CLOSER_WIDTH, INNER), nn.Linear(INNER, CLOSER_WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, places, keys, values, padding):
        rows, chosen, _ = x.shape
        length = keys.shape[2]
        query = self.query(x).view(rows, chosen, CLOSER_HEADS, -1).transpose(1, 2) / (CLOSER_WIDTH // CLOSER_HEADS) ** 0.5
        away = torch.arange(length, device=x.device)[None] - torch.arange(length, device=x.device)[:, None]
        nearness = self.distances[:, away.clamp(-CLOSER_REACH, CLOSER_REACH) + CLOSER_REACH]
        nearness = nearness.masked_fill(away.abs() > CLOSER_REACH, FAR).index_select(1, places.flatten())
        nearness = nearness.view(CLOSER_HEADS, rows, chosen, length).transpose(0, 1) + padding[:, None, None, :]
        with torch.autocast(x.device.type, enabled=False):  # a softmax of half precision is precise enough, and half as much to move
            scores = query.to(keys.dtype) @ keys.transpose(-1, -2) + nearness.to(keys.dtype)
            attended = scores.softmax(-1) @ values
        x = self.attention_norm(x + self.dropout(self.attention(attended.transpose(1, 2).reshape(x.shape))))
        return self.norm(x + self.dropout(self.outer(F.relu(self.inner(x)))))


class Student(nn.Module):
    """
    A first look at all pieces: convolutions of width 3 that add to their vectors; after the second one, the mean of the surroundings does.
    Then a closer look at some of them, by attention to what the second convolution left of all that are near.
    """

    def __init__(self, vectors, labels):
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.pieces.weight.data.copy_(main_directions(vectors))
        self.pieces.weight.data.div_(self.pieces.weight.std() * 2)
        self.forms = nn.Embedding(FORMS, WIDTH)
        self.forms.weight.data.normal_(0, 0.2)
        self.norm = nn.LayerNorm(WIDTH)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=1) for _ in range(CONVOLUTIONS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(CONVOLUTIONS))
        self.surroundings = nn.Linear(WIDTH, WIDTH)
        self.surroundings_norm = nn.LayerNorm(WIDTH)
        self.output = nn.Linear(WIDTH, labels)
        self.widen = nn.Linear(WIDTH, CLOSER_WIDTH)
        self.keys, self.values = nn.Linear(WIDTH, CLOSER_WIDTH), nn.Linear(WIDTH, CLOSER_WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.closer_output = nn.Linear(CLOSER_WIDTH, labels)
        self.dropout = nn.Dropout(DROPOUT)

    def look(self, pieces, forms):
        """Rows for `output` and `look_closer`, and what the latter attends to."""
        mask = (pieces != PADDING).float()[:, :, None]
        x = self.dropout(self.norm(self.pieces(pieces) + self.forms(forms))) * mask
        for index, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
            if index == SURROUNDINGS_AFTER:
                memory = x
                more = F.relu(self.surroundings(mean_of_surroundings(x, mask)))
                x = self.surroundings_norm(x + self.dropout(more)) * mask
            # As a product with three rows side by side, which is faster than a convolution so narrow.
            three = torch.cat([F.pad(x, (0, 0, 1, 0))[:, :-1], x, F.pad(x, (0, 0, 0, 1))[:, 1:]], -1)
            more = F.relu(F.linear(three, convolution.weight.permute(0, 2, 1).flatten(1), convolution.bias))
            x = norm(x + self.dropout(more)) * mask
        return self.dropout(x), memory

    def look_closer(self, x, memory, padding, places):
        """Scores of the labels of the pieces at `places` of each row."""
        rows, length, _ = memory.shape

        def split(projected):
            return projected.view(rows, length, CLOSER_HEADS, -1).transpose(1, 2)

        keys, values = split(self.keys(memory)), split(self.values(memory))
        chosen = self.widen(x.gather(1, places[:, :, None].expand(-1, -1, x.shape[2])))
        for block in self.blocks:
            chosen = block(chosen, places, keys, values, padding * FAR)
        return self.closer_output(self.dropout(chosen))

    def forward(self, pieces, forms, judged=None):
        """
        Scores of the first look, the places that were looked at closer, and the scores there: while learning those of which the first look is
        least sure among those that are `judged`, else all.
        """
        x, memory = self.look(pieces, forms)
        first = self.output(x)
        if judged is None:
            places = torch.arange(pieces.shape[1], device=pieces.device).expand(len(pieces), -1)
        else:
            unsure = 1 - first.detach().float().softmax(-1).amax(-1)
            # A little chance, so that the sure ones are looked at now and then too.
            unsure = torch.where(judged, unsure + 0.02 * torch.rand_like(unsure), -1.0)
            places = unsure.topk(int(pieces.shape[1] * SHARE_CLOSER), dim=1).indices
        return first, places, self.look_closer(x, memory, (pieces == PADDING).float(), places)


def main_directions(vectors):
    """The teacher's vectors, cut to the numbers that tell most of them apart: pieces that are used alike begin alike."""
    left, sizes, _ = torch.linalg.svd(vectors - vectors.mean(0), full_matrices=False)
    return left[:, :WIDTH] * sizes[:WIDTH]


def mean_of_surroundings(x, mask):
    def average(values):
        return F.avg_pool1d(F.pad(values.transpose(1, 2), (REACH, REACH)), 2 * REACH + 1, 1).transpose(1, 2)

    # Divided by the share of places that are pieces at all: beyond the ends there are none, and the mean is that of the rest.
    return average(x) / average(mask).clamp_min(1e-3)
