"""Compares an exported adapter, loaded by `peft` onto the model its run started from, with the export's merged weights.

check_adapter.py BASE EXPORT: EXPORT is the output of `geor1 export`, with the adapter in its directory adapter.
"""

import sys
from pathlib import Path

import torch
from peft import PeftModel
from transformers import Qwen2_5_VLForConditionalGeneration


def load(path):
    return Qwen2_5_VLForConditionalGeneration.from_pretrained(path, dtype=torch.float32, attn_implementation="eager").eval()


def main(base, export):
    torch.manual_seed(0)
    merged = load(export)
    plain = load(base)
    ids = torch.randint(0, 300, (2, 24))
    with torch.no_grad():
        before = plain(input_ids=ids).logits
        # PEFT changes the model in place.
        adapted = PeftModel.from_pretrained(plain, Path(export) / "adapter").eval()
        ours, theirs = merged(input_ids=ids).logits, adapted(input_ids=ids).logits
    layers = sum("lora_A" in name for name, _ in adapted.named_parameters())
    scale = float(theirs.abs().max())
    print(
        f"{base}: {layers} adapters; logits up to {scale:.3f}, moved by the adapter by up to "
        f"{float((theirs - before).abs().max()):.3f}; merged and adapted differ by up to "
        f"{float((ours - theirs).abs().max()):.2e}, {float((ours - theirs).abs().max()) / scale:.2e} of their scale"
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
