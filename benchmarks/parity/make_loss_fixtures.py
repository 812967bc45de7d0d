"""Makes libs/rl's loss fixtures: TRL's own code scores given log-probabilities. See README.md beside this file."""

import json
from collections import defaultdict, deque
from pathlib import Path
from types import SimpleNamespace

import torch
import trl
from accelerate import Accelerator
from trl.trainer.grpo_config import GRPOConfig
from trl.trainer.grpo_trainer import GRPOTrainer

OUT = Path(__file__).resolve().parents[2] / "libs/rl/src/test/resources/parity"
EOS, PAD, WORD = 1, 0, 2
GROUP_SIZE = 4
LIMIT = 9
# One list per group; a completion as long as the limit is truncated.
LENGTHS = [[1, 5, 9, 3], [9, 2, 4, 7], [6, 6, 1, 9]]


def sample():
    """Log-probabilities of four policies, [M] over all tokens, far enough apart that every bound is hit."""
    generator = torch.Generator().manual_seed(11)
    lengths = [n for group in LENGTHS for n in group]
    count = sum(lengths)

    def normal(scale, n=count):
        return scale * torch.randn(n, generator=generator)

    # Rounded to fp32, which the code under test uses.
    log_probs = (-0.05 - 3 * torch.rand(count, generator=generator)).float()
    old = (log_probs + normal(0.35)).float()
    rewards = [round(x, 3) for x in normal(1.0, len(lengths)).tolist()]
    flat = list(rewards)
    flat[GROUP_SIZE : 2 * GROUP_SIZE] = [0.5] * GROUP_SIZE
    return {
        "lengths": lengths,
        "group_size": GROUP_SIZE,
        "max_completion_length": LIMIT,
        "rewards": {"varied": rewards, "one_flat_group": flat},
        "log_probs": log_probs.tolist(),
        "old": old.tolist(),
        "reference": (log_probs + normal(0.5)).float().tolist(),
        "sampler": (old + normal(0.25)).float().tolist(),
        "entropies": (2 * torch.rand(count, generator=generator)).float().tolist(),
    }


class GivenLogProbs(GRPOTrainer):
    """TRL's trainer without a model: the results of generation and forward passes are given."""

    def __init__(self, data, case):
        args = GRPOConfig(
            output_dir="unused",
            use_cpu=True,
            bf16=False,
            num_generations=GROUP_SIZE,
            per_device_train_batch_size=len(data["lengths"]),
            max_completion_length=LIMIT,
            # With one update per step no old policy is needed; with two it is.
            num_iterations=2 if case["old"] else 1,
            loss_type=case["loss_type"],
            importance_sampling_level=case["importance_sampling_level"],
            epsilon=case["epsilon"],
            epsilon_high=case.get("epsilon_high"),
            delta=case.get("delta"),
            beta=case.get("beta", 0.0),
            use_bias_correction_kl=case.get("use_bias_correction_kl", False),
            scale_rewards=case.get("scale_rewards", "group"),
            mask_truncated_completions=case.get("mask_truncated_completions", False),
            entropy_coef=case.get("entropy_coef", 0.0),
        )
        mode = case.get("importance_sampling_correction")
        self.args = args
        self.data = data
        self.case = case
        self.accelerator = Accelerator(cpu=True)
        self.model = SimpleNamespace(training=True, is_gradient_checkpointing=False)
        self.ref_model = object()
        self._tokenizer = SimpleNamespace(pad_token_id=PAD)
        self.eos_token_ids = [EOS]
        self.pad_to_multiple_of = None
        self._is_vlm = False
        self.environment_factories = self.tools = self.environments = None
        self.num_generations = args.num_generations
        self.max_completion_length = args.max_completion_length
        self.num_iterations = args.num_iterations
        self.loss_type = args.loss_type
        self.importance_sampling_level = args.importance_sampling_level
        self.epsilon_low = args.epsilon
        self.epsilon_high = args.epsilon_high if args.epsilon_high is not None else args.epsilon
        self.beta = args.beta
        self.scale_rewards = args.scale_rewards
        self.multi_objective_aggregation = args.multi_objective_aggregation
        self.mask_truncated_completions = args.mask_truncated_completions
        self.top_entropy_quantile = args.top_entropy_quantile
        self.off_policy_mask_threshold = None
        self.entropy_coef = args.entropy_coef
        self.use_adaptive_entropy = False
        self._entropy_bonus_enabled = self.entropy_coef != 0.0
        self.aux_loss_enabled = False
        self.use_vllm = mode is not None
        self.vllm_importance_sampling_correction = mode is not None
        self.vllm_importance_sampling_mode = mode
        self.vllm_importance_sampling_clip_max = case.get("importance_sampling_clip_max")
        self.vllm_importance_sampling_clip_min = case.get("importance_sampling_clip_min")
        self.reward_func_names = ["given"]
        self.reward_funcs = [None]
        self.reward_weights = torch.ones(1)
        self.current_gradient_accumulation_steps = 1
        self.log_multimodal = False
        self._metrics = {"train": defaultdict(list)}
        self._logs = defaultdict(deque)
        self._logs["rewards"] = defaultdict(deque)
        self._pending_extra_logs, self._pending_metrics = {}, {}
        self.log_probs = self.padded("log_probs").requires_grad_()
        self.entropies = self.padded("entropies").requires_grad_()

    def rows(self, name):
        return torch.tensor(self.data[name]).split(self.data["lengths"])

    def padded(self, name):
        return torch.nn.utils.rnn.pad_sequence(self.rows(name), batch_first=True)

    def flat(self, x_BT):
        return torch.cat([row[:n] for row, n in zip(x_BT, self.data["lengths"])])

    def _generate(self, prompts):
        lengths = self.data["lengths"]
        ids = [[WORD] * (n - 1) + [WORD if n == LIMIT else EOS] for n in lengths]
        sampler = [row.tolist() for row in self.rows("sampler")] if self.use_vllm else None
        return [[WORD]] * len(ids), ids, None, [""] * len(ids), sampler, {}, None, None

    def _calculate_rewards(self, inputs, prompts, completions, completion_ids_list):
        return torch.tensor(self.data["rewards"][self.case.get("rewards", "varied")]).unsqueeze(1)

    def _get_per_token_logps_and_entropies(self, model, *args, compute_entropy=False, **kwargs):
        if compute_entropy:
            return self.log_probs, self.entropies, None
        if model is self.ref_model:
            return self.padded("reference"), None, None
        return (self.padded("old") if self.case["old"] else self.log_probs.detach()), None, None

    def run(self):
        inputs = self._generate_and_score_completions([{"prompt": "p"}] * len(self.data["lengths"]))
        loss = self.compute_loss(self.model, inputs)
        gradient, entropy_gradient = torch.autograd.grad(
            loss, [self.log_probs, self.entropies], materialize_grads=True
        )
        result = {
            **self.case,
            "advantages": numbers(inputs["advantages"]),
            "loss": number(loss.item()),
            "gradient": numbers(self.flat(gradient)),
            "metrics": {k: number(v[-1]) for k, v in sorted(self._metrics["train"].items()) if wanted(k)},
        }
        if self._entropy_bonus_enabled:
            result["entropy_gradient"] = numbers(self.flat(entropy_gradient))
        return result


def wanted(metric):
    return metric in ("kl", "entropy", "cispo_clip_ratio") or metric.startswith(("clip_ratio/", "sampling/"))


def number(x):
    return round(x, 8)


def numbers(tensor):
    return [number(x) for x in tensor.tolist()]


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def options():
    """Each option alone, then several together."""
    yield {}
    yield {"old": False}
    yield {"epsilon_high": 0.28}
    yield {"delta": 1.4}
    yield {"beta": 0.04}
    yield {"beta": 0.04, "use_bias_correction_kl": True}
    yield {"mask_truncated_completions": True}
    yield {"entropy_coef": 0.01}
    yield {"scale_rewards": "batch"}
    yield {"scale_rewards": "none"}
    yield {"rewards": "one_flat_group"}
    yield {"rewards": "one_flat_group", "scale_rewards": "batch", "beta": 0.04}
    for mode in ("token_truncate", "token_mask", "sequence_truncate", "sequence_mask"):
        yield {"importance_sampling_correction": mode, "importance_sampling_clip_max": 1.2}
        yield {
            "importance_sampling_correction": mode,
            "importance_sampling_clip_min": 0.9,
            "importance_sampling_clip_max": 1.3,
            "epsilon_high": 0.4,
            "delta": 1.5,
            "beta": 0.1,
            "use_bias_correction_kl": mode.startswith("token"),
            "mask_truncated_completions": True,
            "entropy_coef": -0.02,
            "scale_rewards": "batch",
            "rewards": "one_flat_group",
        }
    yield {"old": False, "importance_sampling_correction": "token_truncate", "importance_sampling_clip_max": 1.2}


def main():
    # TRL computes in double precision here, so that any difference is the rounding of the code under test.
    torch.set_default_dtype(torch.float64)
    data = sample()
    cases = [
        GivenLogProbs(
            data,
            {"loss_type": loss_type, "importance_sampling_level": level, "epsilon": 0.2, "old": True, **option},
        ).run()
        for loss_type in ("grpo", "bnpo", "dr_grpo", "dapo", "cispo")
        for level in ("token", "sequence")
        for option in options()
    ]
    head = compact({"trl": trl.__version__, **data})[:-1] + ',"cases":['
    (OUT / "grpo_losses.json").write_text(head + "\n" + ",\n".join(compact(case) for case in cases) + "\n]}\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
