"""Values that `transformers` computes for a prompt, thinned to a size that fits into a repository."""

import math

import torch
from transformers.vision_utils import get_vision_window_index

# Number of rows kept of a large tensor, including the first and the last.
ROWS = 9
GREEDY_TOKENS = 128
# Rounding could change a greedy choice with a smaller margin than this.
MARGIN = 5e-4
# The most likely token leads clearly if its margin is this many times the mean shift of a logit in bf16.
CLEAR = 8


def spread(count):
    return sorted({i * (count - 1) // (ROWS - 1) for i in range(ROWS)})


def packed_order(visual, grids):
    """Row of each patch, in the order of `pixel_values`, among rows in window order."""
    window_index, _ = get_vision_window_index(
        grids, spatial_merge_size=visual.spatial_merge_size, window_size=visual.window_size, patch_size=visual.patch_size
    )
    unit = visual.spatial_merge_size**2
    patches = (window_index[:, None] * unit + torch.arange(unit)).flatten()
    return torch.argsort(patches)


def vision_stages(model, inputs):
    """Outputs of the tower's stages, all rows in the order of `pixel_values`; features in token order."""
    visual = model.model.visual
    found = {}

    def keep(key):
        return lambda _module, _args, output: found.__setitem__(
            key, (output[0] if isinstance(output, tuple) else output).clone()
        )

    hooks = [visual.patch_embed.register_forward_hook(keep("patch_embed"))]
    hooks += [b.register_forward_hook(keep(f"block.{i}")) for i, b in enumerate(visual.blocks)]
    features = visual(inputs["pixel_values"], grid_thw=inputs["image_grid_thw"]).pooler_output
    for hook in hooks:
        hook.remove()
    order = packed_order(visual, inputs["image_grid_thw"])
    for key in found:
        if key.startswith("block"):
            found[key] = found[key][order]
    found["features"] = features
    return found


def positions(model, inputs):
    ids = inputs["input_ids"]
    if "pixel_values" not in inputs:
        return torch.arange(ids.shape[1]).expand(3, -1), 0
    found, delta = model.model.get_rope_index(
        ids, mm_token_type_ids=inputs["mm_token_type_ids"], image_grid_thw=inputs["image_grid_thw"]
    )
    return found[:, 0], int(delta)


def greedy(model, inputs, suppressed):
    """Greedy ids and the smallest margin by which one was chosen; ends early at the end of turn."""
    result = model.generate(
        **inputs,
        do_sample=False,
        max_new_tokens=GREEDY_TOKENS,
        suppress_tokens=suppressed,
        output_logits=True,
        return_dict_in_generate=True,
    )
    drawn = result.sequences[0, inputs["input_ids"].shape[1] :]
    scores = torch.cat(result.logits).clone()
    scores[:, suppressed] = -math.inf
    top = scores.topk(2).values
    return drawn, float((top[:, 0] - top[:, 1]).min())


@torch.no_grad()
def record(model, half, inputs, suppressed):
    """Goldens of one prompt and the smallest greedy margin. `half` is the same model in bf16."""
    ids = inputs["input_ids"][0]
    tensors = {"input_ids": ids}
    if "pixel_values" in inputs:
        tensors["image_grid_thw"] = inputs["image_grid_thw"]
        for key, value in vision_stages(model, inputs).items():
            kept = spread(len(value))
            tensors[f"vision.{key}"] = value[kept]
            tensors[f"vision.{key}.rows"] = torch.tensor(kept)
            tensors[f"vision.{key}.scale"] = value.abs().max().reshape(1)
    tensors["position_ids"], delta = positions(model, inputs)
    tensors["rope_delta"] = torch.tensor([delta])
    logits = model(**inputs).logits[0]
    half_logits = half(**inputs).logits[0].float()
    kept = spread(len(ids))
    tensors["logits"] = logits[kept]
    tensors["logits.rows"] = torch.tensor(kept)
    # These two cover the rows that are not kept.
    tensors["logits.logsumexp"] = logits.logsumexp(-1)
    tensors["logits.max"] = logits.max(-1).values
    tensors["bf16.top1"] = half_logits.argmax(-1)
    tensors["bf16.gap"] = (half_logits - logits)[kept].abs().mean().reshape(1)
    # If the margin is small compared with the shift in bf16, `transformers` in bf16 disagrees with itself in fp32 too.
    top = logits.topk(2).values
    tensors["bf16.clear"] = (top[:, 0] - top[:, 1] > CLEAR * tensors["bf16.gap"]).long()
    tensors["greedy"], margin = greedy(model, inputs, suppressed)
    return {k: v.contiguous().clone() for k, v in tensors.items()}, margin
