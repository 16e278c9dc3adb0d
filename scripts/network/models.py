"""The network of `src/detect/network/` as PyTorch learns it, and its teacher."""
import torch
import torch.nn.functional as F
from torch import nn

from shared import FORMS, PADDING

VOCABULARY = 30522
# MiniLM-L6.
TEACHER_WIDTH, TEACHER_LAYERS, HEADS, POSITIONS = 384, 6, 12, 512
# The student; rules/models/network.md says what else was tried.
WIDTH, CONVOLUTIONS = 96, 4
# How many pieces to either side the mean of the surroundings reaches, and after how many convolutions it joins.
REACH, SURROUNDINGS_AFTER = 32, 2
DROPOUT = 0.1


def load_layer(layer, weights, name):
    layer.weight.data.copy_(weights[name + ".weight"])
    layer.bias.data.copy_(weights[name + ".bias"])
    return layer


class TeacherLayer(nn.Module):
    def __init__(self, weights, index):
        super().__init__()

        def linear(name):
            outputs, inputs = weights[f"encoder.layer.{index}.{name}.weight"].shape
            return load_layer(nn.Linear(inputs, outputs), weights, f"encoder.layer.{index}.{name}")

        def norm(name):
            return load_layer(nn.LayerNorm(TEACHER_WIDTH, eps=1e-12), weights, f"encoder.layer.{index}.{name}")

        self.query, self.key, self.value = (linear(f"attention.self.{name}") for name in ("query", "key", "value"))
        self.attention = linear("attention.output.dense")
        self.attention_norm = norm("attention.output.LayerNorm")
        self.inner, self.outer = linear("intermediate.dense"), linear("output.dense")
        self.norm = norm("output.LayerNorm")
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x, mask):
        def split(values):
            return values.view(len(x), -1, HEADS, TEACHER_WIDTH // HEADS).transpose(1, 2)

        attended = F.scaled_dot_product_attention(split(self.query(x)), split(self.key(x)), split(self.value(x)), attn_mask=mask)
        x = self.attention_norm(x + self.dropout(self.attention(attended.transpose(1, 2).reshape(x.shape))))
        return self.norm(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Teacher(nn.Module):
    """MiniLM, to which vectors of forms are added: it was learned from text in small letters, without blanks."""

    def __init__(self, weights, labels):
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, TEACHER_WIDTH)
        self.pieces.weight.data.copy_(weights["embeddings.word_embeddings.weight"])
        self.positions = nn.Embedding(POSITIONS, TEACHER_WIDTH)
        self.positions.weight.data.copy_(weights["embeddings.position_embeddings.weight"])
        self.kind = nn.Parameter(weights["embeddings.token_type_embeddings.weight"][0].clone())
        self.forms = nn.Embedding(FORMS, TEACHER_WIDTH)
        self.forms.weight.data.normal_(0, 0.02)
        self.norm = load_layer(nn.LayerNorm(TEACHER_WIDTH, eps=1e-12), weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(TeacherLayer(weights, index) for index in range(TEACHER_LAYERS))
        self.output = nn.Linear(TEACHER_WIDTH, labels)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, pieces, forms):
        positions = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.positions(positions) + self.kind + self.forms(forms)
        x = self.dropout(self.norm(x))
        mask = torch.zeros(pieces.shape, device=pieces.device).masked_fill(pieces == PADDING, -1e4)[:, None, None, :]
        if pieces.is_cuda:  # must be as precise as what is attended to
            mask = mask.to(torch.bfloat16)
        for layer in self.layers:
            x = layer(x, mask)
        return self.output(self.dropout(x))


class Student(nn.Module):
    """Convolutions of width 3 that add to the vectors of the pieces; after the second one, the mean of the surroundings does."""

    def __init__(self, weights, labels):
        super().__init__()
        self.pieces = nn.Embedding(VOCABULARY, WIDTH)
        self.pieces.weight.data.copy_(main_directions(weights["embeddings.word_embeddings.weight"]))
        self.pieces.weight.data.div_(self.pieces.weight.std() * 2)
        self.forms = nn.Embedding(FORMS, WIDTH)
        self.forms.weight.data.normal_(0, 0.2)
        self.norm = nn.LayerNorm(WIDTH)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=1) for _ in range(CONVOLUTIONS))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(CONVOLUTIONS))
        self.surroundings = nn.Linear(WIDTH, WIDTH)
        self.surroundings_norm = nn.LayerNorm(WIDTH)
        self.output = nn.Linear(WIDTH, labels)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, pieces, forms):
        mask = (pieces != PADDING).float()[:, :, None]
        x = self.dropout(self.norm(self.pieces(pieces) + self.forms(forms))) * mask
        for index, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
            if index == SURROUNDINGS_AFTER:
                more = F.relu(self.surroundings(mean_of_surroundings(x, mask)))
                x = self.surroundings_norm(x + self.dropout(more)) * mask
            more = F.relu(convolution(x.transpose(1, 2)).transpose(1, 2))
            x = norm(x + self.dropout(more)) * mask
        return self.output(self.dropout(x))


def main_directions(vectors):
    """MiniLM's vectors, cut to the numbers that tell most of them apart: pieces that are used alike begin alike."""
    left, sizes, _ = torch.linalg.svd(vectors - vectors.mean(0), full_matrices=False)
    return left[:, :WIDTH] * sizes[:WIDTH]


def mean_of_surroundings(x, mask):
    def average(values):
        return F.avg_pool1d(F.pad(values.transpose(1, 2), (REACH, REACH)), 2 * REACH + 1, 1).transpose(1, 2)

    # Divided by the share of places that are pieces at all: beyond the ends there are none, and the mean is that of the rest.
    return average(x) / average(mask).clamp_min(1e-3)
