"""Small random checkpoints of Qwen2.5-VL in the published layout."""

import json
import math
import shutil

import torch
from safetensors.torch import save_file
from transformers import AutoTokenizer, Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

COMPANIONS = ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json")


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def config(vocab, ids, tied, dtype, text, vision):
    """`text`: hidden, heads, kv_heads, mrope, intermediate, layers; `vision`: hidden, heads, intermediate, depth, window, full."""
    return {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "attention_dropout": 0.0,
        "bos_token_id": ids["<|endoftext|>"],
        "eos_token_id": ids["<|im_end|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "hidden_act": "silu",
        "hidden_size": text["hidden"],
        "initializer_range": 0.02,
        "intermediate_size": text["intermediate"],
        "max_position_embeddings": 4096,
        "model_type": "qwen2_5_vl",
        "num_attention_heads": text["heads"],
        "num_hidden_layers": text["layers"],
        "num_key_value_heads": text["kv_heads"],
        "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": text["mrope"]},
        "tie_word_embeddings": tied,
        "torch_dtype": dtype,
        "use_cache": True,
        "use_sliding_window": False,
        "vocab_size": vocab,
        "vision_config": {
            "depth": vision["depth"],
            "hidden_act": "silu",
            "hidden_size": vision["hidden"],
            "intermediate_size": vision["intermediate"],
            "num_heads": vision["heads"],
            "in_chans": 3,
            "out_hidden_size": text["hidden"],
            "patch_size": 14,
            "spatial_merge_size": 2,
            "spatial_patch_size": 14,
            "temporal_patch_size": 2,
            "window_size": vision["window"],
            "fullatt_block_indexes": vision["full"],
        },
    }


def published_name(name):
    return name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")


def random_weights(model, seed, dtype):
    """Weights large enough that every part of the model affects the logits."""
    generator = torch.Generator().manual_seed(seed)
    end = model.config.text_config.eos_token_id
    tied = model.config.tie_word_embeddings
    for name, tensor in model.state_dict().items():
        value = torch.randn(tensor.shape, generator=generator)
        if "norm" in name or "ln_q" in name:
            value = 1 + 0.2 * value
        elif name.endswith("bias"):
            value = 0.1 * value
        elif "embed_tokens" in name or "lm_head" in name:
            # Small, or a tied model would only echo its last token. Rows have unequal norms, as in trained models: with
            # equal norms, the most likely token often has almost no margin. The end of turn is almost never chosen.
            value = (0.02 if tied else 0.05) * value * torch.exp(0.6 * torch.randn(len(value), 1, generator=generator))
            value[end] *= 0.05
        else:
            value = value / math.sqrt(tensor[0].numel())
        tensor.copy_(value.to(dtype))


def save_published(model, folder, dtype, shards):
    """The layout of the published checkpoints: old names, the given number of shards."""
    state = {published_name(k): v.to(dtype).contiguous().clone() for k, v in model.state_dict().items()}
    if model.config.tie_word_embeddings:
        state.pop("lm_head.weight", None)
    names = list(state)
    if shards == 1:
        save_file(state, folder / "model.safetensors", metadata={"format": "pt"})
        return
    weight_map = {}
    size = math.ceil(len(names) / shards)
    for i in range(shards):
        part = names[i * size : (i + 1) * size]
        file = f"model-{i + 1:05d}-of-{shards:05d}.safetensors"
        save_file({n: state[n] for n in part}, folder / file, metadata={"format": "pt"})
        weight_map.update({n: file for n in part})
    total = sum(v.numel() * v.element_size() for v in state.values())
    write_json(
        folder / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": weight_map}
    )


def read(folder):
    """The checkpoint as read by `transformers`, in fp32."""
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    assert not info["missing_keys"] and not info["unexpected_keys"] and not info["mismatched_keys"], info
    return model.eval()


def make(folder, tokenizer_folder, seed, dtype, shards, vocab, tied, text, vision):
    """Writes a random checkpoint into `folder` and reads it back; shards as text: written by `save_pretrained`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in COMPANIONS:
        shutil.copy(tokenizer_folder / file, folder)
    ids = AutoTokenizer.from_pretrained(tokenizer_folder).get_added_vocab()
    settings = config(vocab, ids, tied, str(dtype).removeprefix("torch."), text, vision)
    write_json(folder / "config.json", settings)
    model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig.from_pretrained(folder)).float()
    with torch.no_grad():
        random_weights(model, seed, dtype)
    if isinstance(shards, str):
        model.to(dtype).save_pretrained(folder, max_shard_size=shards)
    else:
        save_published(model, folder, dtype, shards)
    for file in folder.glob("*.safetensors"):
        file.chmod(0o644)
    return read(folder)
