"""Makes libs/rl's fixture of GRPO updates of adapters with `peft`. See README.md beside this file."""

import json

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from transformers import Qwen2_5_VLForConditionalGeneration

from make_fixtures import CASES, TOKENIZER, encode, load_processor
from make_step_fixture import (
    CASE,
    CHECKPOINTS,
    LENGTHS,
    OPTIMIZER,
    OUT,
    REWARDS,
    UPDATES,
    advantages,
    log_probs,
    random_completions,
    token_losses,
    warm_optimizer,
)
from make_step_fixture import SETTINGS as STEP_SETTINGS

# Adapters that change little would give a KL too small to tell from zero in fp32.
SETTINGS = {**STEP_SETTINGS, "learning_rate": 10 * STEP_SETTINGS["learning_rate"]}

LORA = {
    "r": 4,
    "lora_alpha": 8,
    "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
}


def main():
    torch.set_num_threads(1)
    torch.manual_seed(7)
    base = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        CHECKPOINTS / "tied", dtype=torch.float32, attn_implementation="eager"
    ).eval()
    config = LoraConfig(**LORA, lora_dropout=0.0, bias="none", task_type="CAUSAL_LM", exclude_modules=".*visual.*")
    model = get_peft_model(base, config).eval()
    names = [name for name, p in model.named_parameters() if p.requires_grad]
    parameters = [p for p in model.parameters() if p.requires_grad]
    inputs = encode(load_processor(TOKENIZER), CASES[CASE])
    completions = random_completions()
    tensors = {f"before.{peft(name)}": p.detach().clone() for name, p in zip(names, parameters)}
    optimizer = warm_optimizer(parameters, SETTINGS["learning_rate"])
    with torch.no_grad():
        old = [log_probs(model, inputs, c)[0] for c in completions]
    losses, norms, kls = [], [], []
    for _ in range(UPDATES):
        optimizer.zero_grad()
        loss = 0.0
        for completion, advantage, was in zip(completions, advantages(), old):
            new, entropies = log_probs(model, inputs, completion)
            # The reference is the model without adapters, which is the policy before the first update.
            each, kl, _ = token_losses(new, was, was, advantage)
            bonus = SETTINGS["entropy_coef"] * entropies.sum() / sum(LENGTHS)
            part = each.mean() / len(completions) - bonus
            part.backward()
            loss += float(part)
            kls.append(kl)
        norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, SETTINGS["max_grad_norm"])))
        losses.append(loss)
        optimizer.step()
    print(f"losses {losses}, gradient norms {norms}")
    largest = 0.0
    for name, p in zip(names, parameters):
        tensors[f"after.{peft(name)}"] = p.detach().clone()
        largest = max(largest, float((p.detach() - tensors[f"before.{peft(name)}"]).abs().max()))
    print(f"{len(names)} matrices, largest change {largest:.2e}")
    save_file(tensors, OUT / "lora_step.safetensors")
    (OUT / "lora_step.safetensors").chmod(0o644)
    golden = {
        "case": CASE,
        "completions": [c.tolist() for c in completions],
        "rewards": REWARDS,
        "settings": SETTINGS,
        "updates": UPDATES,
        "optimizer": OPTIMIZER,
        "lora": LORA,
        "metrics": {
            "loss": sum(losses) / UPDATES,
            "grad_norm": sum(norms) / UPDATES,
            "kl": float(torch.cat(kls).mean()),
        },
    }
    (OUT / "lora_step.json").write_text(json.dumps(golden, indent=1) + "\n")


def peft(name):
    """The name in a saved adapter, without the adapter's own name."""
    return name.replace(".default.", ".")


if __name__ == "__main__":
    main()
