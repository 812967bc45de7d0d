"""The effect of settings on torch's AdamW and on transformers' Trainer and schedule, at the ends of their ranges.

Writes libs/rl/src/test/resources/parity/optimizer.json:

rates      learning rates of `cosine_with_min_lr` with a floor of a tenth, by warm-up and length
undecayed  weights that the Trainer exempts from weight decay, of the checkpoint `untied`
steps      a weight of four numbers through three optimizer steps; a null gradient is absent in PyTorch
"""

import itertools
import json
from pathlib import Path

import torch
from transformers import AutoModelForImageTextToText, Trainer, get_scheduler

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "libs/rl/src/test/resources/parity/optimizer.json"
CHECKPOINT = ROOT / "libs/vlm/src/test/resources/parity/untied"

WEIGHT = [0.5, -1.25, 2.0, 0.0]
GRADIENTS = {
    "usual": [[0.3, -0.2, 0.1, 0.4], [-0.1, 0.25, 0.0, 0.2], [0.05, 0.1, -0.3, 0.6]],
    "large": [[300.0, -200.0, 100.0, 400.0], [-1e4, 2e4, 0.0, 1e4], [5.0, 1.0, -3.0, 6.0]],
    "zero": [[0.3, -0.2, 0.1, 0.4], [0.0, 0.0, 0.0, 0.0], [0.05, 0.1, -0.3, 0.6]],
    "none": [[0.3, -0.2, 0.1, 0.4], None, [0.05, 0.1, -0.3, 0.6]],
    "never": [None, None, None],
}


def rates(warmup: int, steps: int) -> list[float]:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = get_scheduler(
        "cosine_with_min_lr", optimizer, warmup, steps, scheduler_specific_kwargs={"min_lr_rate": 0.1}
    )
    values = []
    for _ in range(steps + 1):
        values.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return values


def stepped(max_grad_norm: float, weight_decay: float, lr: float, gradients: list) -> dict:
    weight = torch.tensor(WEIGHT, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.AdamW([weight], lr=lr, weight_decay=weight_decay)
    values, norms = [], []
    for gradient in gradients:
        weight.grad = None if gradient is None else torch.tensor(gradient, dtype=torch.float64)
        # The Trainer clips only if the setting is above zero; otherwise it just measures.
        limit = max_grad_norm if max_grad_norm > 0 else float("inf")
        norms.append(float(torch.nn.utils.clip_grad_norm_([weight], limit)))
        optimizer.step()
        values.append(weight.tolist())
    return {"weights": values, "norms": norms}


def undecayed() -> list[str]:
    model = AutoModelForImageTextToText.from_pretrained(CHECKPOINT)
    decayed = set(Trainer.get_decay_parameter_names(None, model))
    return sorted(name for name, _ in model.named_parameters() if name not in decayed)


def main() -> None:
    steps = []
    for norm, decay, lr, kind in itertools.product([0.0, 1e-6, 0.5, 1e6], [0.0, 0.1, 1.0], [0.0, 1e-3, 1.0], GRADIENTS):
        steps.append({"max_grad_norm": norm, "weight_decay": decay, "learning_rate": lr, "gradients": GRADIENTS[kind]}
                     | stepped(norm, decay, lr, GRADIENTS[kind]))
    schedules = [{"warmup_steps": w, "max_steps": n, "rates": rates(w, n)}
                 for w, n in [(0, 1), (0, 10), (1, 1), (1, 10), (10, 40), (9, 10), (10, 10), (100, 10)]]
    lines = [json.dumps(step) for step in steps]
    OUT.write_text(
        '{"rates":' + json.dumps(schedules) + ',\n"undecayed":' + json.dumps(undecayed())
        + ',\n"weight":' + json.dumps(WEIGHT) + ',\n"steps":[\n' + ",\n".join(lines) + "]}\n")


if __name__ == "__main__":
    main()
