"""Which number format this CPU computes fast in."""

from __future__ import annotations

import torch


def has_fast_bfloat16() -> bool:
    """Whether the CPU multiplies bfloat16 in hardware. Where it does not, torch emulates it, a hundred times slower."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
