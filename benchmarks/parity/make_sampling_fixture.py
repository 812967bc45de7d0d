"""The distributions from which Hugging Face `generate` draws, for every combination of its sampling settings.

The processors are those that `generate` itself assembles. Writes libs/vlm/src/test/resources/parity/sampling.json
(the settings of each combination, and the ids in the prompt) and sampling.safetensors: `logits` [L, V] and
`probabilities` [L, combinations, V]. Logits: spread widely, spread narrowly, with ties, all equal.
"""

import itertools
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForImageTextToText, GenerationConfig

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "libs/vlm/src/test/resources/parity"
TOKENS = 24
SEEN = [3, 5, 5, 8, 13, 21]


def main() -> None:
    generator = torch.Generator().manual_seed(17)
    normal = torch.randn([3, TOKENS], generator=generator)
    logits = torch.stack([normal[0] * 4, normal[1], torch.round(normal[2] * 2) / 2, torch.full([TOKENS], 0.5)])
    model = AutoModelForImageTextToText.from_pretrained(OUT / "tied")
    ids = torch.tensor([SEEN]).expand(len(logits), -1)
    combinations = list(itertools.product(
        [0.5, 1.0, 2.0], [0, 1, 5, TOKENS, 1000], [1.0, 0.9, 0.5, 1e-3], [0.0, 0.1, 1.0], [1.0, 1.3, 0.7]))
    probabilities = []
    for temperature, top_k, top_p, min_p, penalty in combinations:
        config = GenerationConfig(do_sample=True, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p,
                                  repetition_penalty=penalty, num_beams=1)
        processors = model._get_logits_processor(config, input_ids_seq_length=len(SEEN), logits_processor=[])
        probabilities.append(torch.softmax(processors(ids, logits.clone()), -1))
    save_file({"logits": logits, "probabilities": torch.stack(probabilities, 1).contiguous()},
              OUT / "sampling.safetensors")
    names = ["temperature", "top_k", "top_p", "min_p", "repetition_penalty"]
    lines = [json.dumps(dict(zip(names, values, strict=True))) for values in combinations]
    (OUT / "sampling.json").write_text('{"seen":' + json.dumps(SEEN) + ',\n"combinations":[\n' + ",\n".join(lines) + "]}\n")


if __name__ == "__main__":
    main()
