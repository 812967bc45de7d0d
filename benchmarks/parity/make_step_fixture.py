"""Makes libs/rl's fixture of whole GRPO updates in plain torch and transformers. See README.md beside this file."""

import copy
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import Qwen2_5_VLForConditionalGeneration

from make_fixtures import CASES, TOKENIZER, encode, load_processor

ROOT = Path(__file__).resolve().parents[2]
CHECKPOINTS = ROOT / "libs/vlm/src/test/resources/parity"
OUT = ROOT / "libs/rl/src/test/resources/parity"

CASE = "three_images"
LENGTHS = [1, 7, 3, 12]
REWARDS = [1.0, 0.0, 0.5, 0.2]
SETTINGS = {
    "learning_rate": 5e-4,
    "beta": 0.04,
    "epsilon": 0.2,
    "temperature": 0.9,
    "entropy_coef": 0.1,
    "max_grad_norm": 1.0,
}
UPDATES = 2
# As if training had run for a while. From an empty state, Adam's first step is the sign of the gradient, which hides
# its size and depends on the rounding of the smallest entries.
OPTIMIZER = {"step": 10, "exp_avg_sq": 1e-6}
SAMPLES = 200


def published_name(name):
    return name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")


def log_probs(model, inputs, completion):
    """Log-probabilities and entropies of one completion after the whole prompt, in a separate forward pass: [T] each."""
    ids = torch.cat([inputs["input_ids"], completion.unsqueeze(0)], 1)
    logits = model(
        input_ids=ids,
        attention_mask=torch.ones_like(ids),
        mm_token_type_ids=(ids == model.config.image_token_id).int(),
        pixel_values=inputs["pixel_values"],
        image_grid_thw=inputs["image_grid_thw"],
    ).logits[0]
    rows = logits[-len(completion) - 1 : -1] / SETTINGS["temperature"]
    spread = torch.log_softmax(rows, -1)
    return spread.gather(1, completion.unsqueeze(1)).squeeze(1), -(spread.exp() * spread).sum(-1)


def advantages():
    rewards = torch.tensor(REWARDS, dtype=torch.float64)
    return ((rewards - rewards.mean()) / (rewards.std() + 1e-4)).float()


def token_losses(new, old, reference, advantage):
    ratio = torch.exp(new - old)
    bounded = ratio.clamp(1 - SETTINGS["epsilon"], 1 + SETTINGS["epsilon"])
    surrogate = torch.min(ratio * advantage, bounded * advantage)
    gap = reference - new
    kl = torch.exp(gap) - gap - 1
    return SETTINGS["beta"] * kl - surrogate, kl.detach(), ratio.detach()


def random_completions():
    """Ids of ordinary text."""
    generator = torch.Generator().manual_seed(5)
    return [torch.randint(0, 390, (n,), generator=generator) for n in LENGTHS]


def warm_optimizer(parameters, learning_rate):
    """AdamW with a history, so that an update is nearly linear in its gradient."""
    optimizer = torch.optim.AdamW(parameters, lr=learning_rate, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0)
    for p in parameters:
        optimizer.state[p] = {
            "step": torch.tensor(float(OPTIMIZER["step"])),
            "exp_avg": torch.zeros_like(p),
            "exp_avg_sq": torch.full_like(p, OPTIMIZER["exp_avg_sq"]),
        }
    return optimizer


def main():
    torch.set_num_threads(1)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        CHECKPOINTS / "tied", dtype=torch.float32, attn_implementation="eager"
    ).eval()
    inputs = encode(load_processor(TOKENIZER), CASES[CASE])
    completions = random_completions()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    reference = copy.deepcopy(model)
    parameters = list(model.parameters())
    optimizer = warm_optimizer(parameters, SETTINGS["learning_rate"])
    with torch.no_grad():
        old = [log_probs(model, inputs, c)[0] for c in completions]
        known = [log_probs(reference, inputs, c)[0] for c in completions]
    losses, norms, kls, clipped = [], [], [], []
    for _ in range(UPDATES):
        optimizer.zero_grad()
        loss = 0.0
        for completion, advantage, was, ref in zip(completions, advantages(), old, known):
            new, entropies = log_probs(model, inputs, completion)
            each, kl, ratio = token_losses(new, was, ref, advantage)
            bonus = SETTINGS["entropy_coef"] * entropies.sum() / sum(LENGTHS)
            part = each.mean() / len(completions) - bonus
            part.backward()
            loss += float(part)
            kls.append(kl)
            clipped.append((ratio < 1 - SETTINGS["epsilon"]) & (advantage < 0))
            clipped[-1] |= (ratio > 1 + SETTINGS["epsilon"]) & (advantage > 0)
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, SETTINGS["max_grad_norm"])))
        losses.append(loss)
        optimizer.step()
    share = torch.cat(clipped).float().view(UPDATES, -1).mean(1)
    print(f"losses {losses}, gradient norms {norms}, clipped {share.tolist()}")
    write(model, before, completions, losses, norms, torch.cat(kls))


def write(model, before, completions, losses, norms, kls):
    tensors = {}
    largest = 0.0
    for name, after in model.state_dict().items():
        if name == "lm_head.weight":
            continue  # tied
        moved = (after.double() - before[name].double()).flatten(1) if after.dim() > 1 else None
        flat = after.flatten()
        at = torch.linspace(0, flat.numel() - 1, min(SAMPLES, flat.numel()), dtype=torch.float64).round().long()
        key = published_name(name)
        tensors[f"{key}.samples"] = flat[at].clone()
        tensors[f"{key}.places"] = at
        if moved is not None:
            tensors[f"{key}.rows"] = moved.sum(1).float()
            tensors[f"{key}.columns"] = moved.sum(0).float()
        largest = max(largest, float((after - before[name]).abs().max()))
    save_file(tensors, OUT / "grpo_step.safetensors")
    (OUT / "grpo_step.safetensors").chmod(0o644)
    (OUT / "grpo_step.json").write_text(
        json.dumps(
            {
                "case": CASE,
                "completions": [c.tolist() for c in completions],
                "rewards": REWARDS,
                "settings": SETTINGS,
                "updates": UPDATES,
                "optimizer": OPTIMIZER,
                "metrics": {
                    "loss": sum(losses) / UPDATES,
                    "grad_norm": sum(norms) / UPDATES,
                    "kl": float(kls.mean()),
                },
            },
            indent=1,
        )
        + "\n"
    )
    print(f"largest change of a weight {largest:.2e}")


if __name__ == "__main__":
    main()
