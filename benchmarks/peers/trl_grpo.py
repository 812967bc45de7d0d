"""TRL's GRPOTrainer as a peer: before each training step it reads a JSON request, and after the step it responds.

Usage: trl_grpo.py CHECKPOINT WORK SETTINGS
WORK holds prompts.json (for each prompt a list of {"text": …} and {"image": FILE}) and the pictures.
SETTINGS: {"threads": …, "n": completions of a prompt, "max_tokens": …, "batch": completions of a micro-batch,
"learning_rate": …, "freeze_vision": …, "gradient_checkpointing": …}; others are ignored.
Request: {"completions": [ids, …], "memory": …}, n for each prompt, one after the other: the step trains on these.
Or {"seed": …}: it draws its own.
Answer: {"loss": …, "grad_norm": …, "step_seconds": all of the step, "update_seconds": from prepared completions to new
weights, "tokens": of completions, and with memory "idle_bytes" before the update and "peak_bytes" within it}
"""

import gc
import json
import re
import sys
import time
from pathlib import Path

import torch
from datasets import Dataset
from hf_generate import load_processor
from PIL import Image
from transformers import Qwen2_5_VLForConditionalGeneration, TrainerCallback
from trl import GRPOConfig, GRPOTrainer


def resident(field):
    return 1024 * int(re.search(field + r":\s+(\d+)", Path("/proc/self/status").read_text())[1])


class Peer(GRPOTrainer):
    """The unchanged trainer, except for given completions and timing."""

    request = {}

    def _generate_single_turn(self, prompt_ids, images, multimodal_fields, num_generations, **kwargs):
        if "completions" in self.request:
            return self.request["completions"], None
        torch.manual_seed(self.request["seed"])
        return super()._generate_single_turn(prompt_ids, images, multimodal_fields, num_generations, **kwargs)

    def _generate_and_score_completions(self, inputs):
        prepared = super()._generate_and_score_completions(inputs)
        self.tokens = int(prepared["completion_mask"].sum())
        self.loss_sum = 0.0
        self.idle = 0
        if self.request.get("memory"):
            gc.collect()
            self.idle = resident("VmRSS")
            # 5 resets the high-water mark.
            Path("/proc/self/clear_refs").write_text("5")
        self.prepared_at = time.perf_counter()
        return prepared

    def compute_loss(self, *args, **kwargs):
        loss = super().compute_loss(*args, **kwargs)
        self.loss_sum += loss.item()
        return loss

    def _clip_grad_norm(self, model):
        norm = super()._clip_grad_norm(model)
        self.grad_norm = float(norm)
        return norm


class Requests(TrainerCallback):
    """Reads a request before each step and responds after it."""

    def __init__(self):
        self.peer = None

    def on_step_begin(self, args, state, control, **kwargs):
        # Only here, because between two steps the trainer fetches the next one's data.
        answer({"ready": True, "threads": torch.get_num_threads()})
        line = sys.stdin.readline()
        if not line:
            sys.exit(0)
        self.peer.request = json.loads(line)
        self.start = time.perf_counter()

    def on_step_end(self, args, state, control, **kwargs):
        end = time.perf_counter()
        peer = self.peer
        answer(
            {
                "loss": peer.loss_sum,
                "grad_norm": peer.grad_norm,
                "step_seconds": end - self.start,
                "update_seconds": end - peer.prepared_at,
                "tokens": peer.tokens,
                "idle_bytes": peer.idle,
                "peak_bytes": resident("VmHWM") if peer.idle else 0,
            }
        )


def answer(values):
    print(json.dumps(values), file=answers, flush=True)


def alternate(prompts, completions, **kwargs):
    # Rewards that vary within every group, so that every group is trained on.
    return [float(i % 2) for i in range(len(completions))]


def dataset(folder, rows):
    columns = {"prompt": [], "images": []}
    for parts in json.loads((folder / "prompts.json").read_text()):
        content, images = [], []
        for part in parts:
            if "image" in part:
                images.append(Image.open(folder / part["image"]).convert("RGB"))
                content.append({"type": "image", "text": None})
            else:
                content.append({"type": "text", "text": part["text"]})
        columns["prompt"].append([{"role": "user", "content": content}])
        columns["images"].append(images)
    # Every step takes all prompts; the rows are enough for any number of steps.
    return Dataset.from_dict(columns).select(list(range(len(columns["prompt"]))) * rows), len(columns["prompt"])


def main():
    checkpoint, folder, settings = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    torch.set_num_threads(settings["threads"])
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(checkpoint, dtype=torch.float32)
    if settings["freeze_vision"]:
        model.model.visual.requires_grad_(False)
    data, prompts = dataset(folder, 1000)
    completions = prompts * settings["n"]
    config = GRPOConfig(
        output_dir=str(folder / "trl"),
        use_cpu=True,
        bf16=False,
        per_device_train_batch_size=settings["batch"],
        gradient_accumulation_steps=completions // settings["batch"],
        num_generations=settings["n"],
        max_completion_length=settings["max_tokens"],
        max_steps=1000,
        shuffle_dataset=False,
        gradient_checkpointing=settings["gradient_checkpointing"],
        learning_rate=settings["learning_rate"],
        lr_scheduler_type="constant",
        weight_decay=0.0,
        max_grad_norm=1.0,
        optim="adamw_torch_fused",
        loss_type="dapo",
        beta=0.0,
        num_iterations=1,
        temperature=1.0,
        dataloader_pin_memory=False,
        logging_steps=1000,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    requests = Requests()
    requests.peer = Peer(
        model=model,
        reward_funcs=alternate,
        args=config,
        train_dataset=data,
        processing_class=load_processor(checkpoint),
        callbacks=[requests],
    )
    requests.peer.train()


if __name__ == "__main__":
    # Output printed by libraries must not appear between the responses.
    answers, sys.stdout = sys.stdout, sys.stderr
    main()
