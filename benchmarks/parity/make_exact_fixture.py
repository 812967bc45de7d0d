"""How far `transformers` in fp32 and bf16 is from itself in double precision, on the committed checkpoints and cases.

Writes libs/vlm/src/test/resources/parity/exact.json, from which tolerances follow: another order of sums is as far from
the exact result as this one, whatever processor it is for. Distances in fp32 are the largest of two attention kernels.
"""

import contextlib
import json

import torch
from safetensors.torch import load_file
from transformers import AutoModelForImageTextToText

import goldens
from make_fixtures import CASES, NANO, OUT, TOKENIZER, encode, load_processor

NAMES = ["tied", "untied", "odd", "nano"]


@contextlib.contextmanager
def double_precision():
    """`transformers` computes norms, rotary embeddings and softmax in fp32 whatever the model's type; this overrides it."""
    kept = torch.float, torch.float32, torch.Tensor.float
    torch.float = torch.float32 = torch.float64
    torch.Tensor.float = torch.Tensor.double
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.float, torch.float32, torch.Tensor.float = kept
        torch.set_default_dtype(torch.float32)


def load(folder, attention):
    return AutoModelForImageTextToText.from_pretrained(
        folder, dtype=torch.float32, attn_implementation=attention
    ).eval()


def in_double(model):
    """The model, with the frequencies of both rotary embeddings recomputed."""
    model = model.double()
    theta = model.config.text_config.rope_parameters["rope_theta"]
    for rotary, base in [(model.model.language_model.rotary_emb, theta), (model.model.visual.rotary_pos_emb, 10000.0)]:
        count = len(rotary.inv_freq)
        rotary.inv_freq = base ** (-torch.arange(count, dtype=torch.float64) / count)
    return model


@torch.no_grad()
def run(model, inputs, dtype):
    inputs = {k: v.to(dtype) if v.is_floating_point() else v for k, v in inputs.items()}
    stages = goldens.vision_stages(model, inputs) if "pixel_values" in inputs else {}
    return stages, model(**inputs).logits[0]


def kind(stage, full):
    if not stage.startswith("block."):
        return {"patch_embed": "patch embedding", "features": "merger"}[stage]
    return "blocks with full attention" if int(stage.split(".")[1]) in full else "blocks with windows"


def compare(name):
    folder = NANO if name == "nano" else OUT / name
    processor = load_processor(NANO if name == "nano" else TOKENIZER)
    single = torch.float32
    models = [load(folder, attention) for attention in ("eager", "sdpa")]
    exact = in_double(load(folder, "eager"))
    full = exact.config.vision_config.fullatt_block_indexes
    gaps = {"logits": 0.0, "log_probs": 0.0, "vision": {}, "bf16_clear": 0, "bf16_differing": 0, "likeliest": {}}
    for case, messages in CASES.items():
        inputs = encode(processor, messages)
        with double_precision():
            stages, logits = run(exact, inputs, torch.float64)
        for model in models:
            own_stages, own = run(model, inputs, single)
            gaps["logits"] = max(gaps["logits"], float((own - logits).abs().max()))
            log_probs = (own.log_softmax(-1) - logits.log_softmax(-1)).abs().max()
            gaps["log_probs"] = max(gaps["log_probs"], float(log_probs))
            for stage, values in stages.items():
                gap = float((own_stages[stage] - values).abs().max() / values.abs().max())
                gaps["vision"][kind(stage, full)] = max(gaps["vision"].get(kind(stage, full), 0.0), gap)
        likeliest = logits.argmax(-1)
        gaps["likeliest"][case] = likeliest.tolist()
        golden = load_file(OUT / "goldens" / f"{name}.{case}.safetensors")
        clear = golden["bf16.clear"] == 1
        gaps["bf16_clear"] += int(clear.sum())
        gaps["bf16_differing"] += int((clear & (golden["bf16.top1"] != likeliest)).sum())
    return gaps


if __name__ == "__main__":
    torch.set_num_threads(1)
    lines = [f"{json.dumps(name)}: {json.dumps(compare(name))}" for name in NAMES]
    (OUT / "exact.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
