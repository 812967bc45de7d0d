"""Makes the parity fixtures of libs/vlm: see README.md beside this file."""

import hashlib
import json
import math
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import (
    AutoTokenizer,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessorPil,
    Qwen2VLVideoProcessor,
)

OUT = Path(__file__).resolve().parents[2] / "libs/vlm/src/test/resources/parity"
TOKENIZER = OUT / "tokenizer"


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


# ---------------------------------------------------------------- pictures


def picture(width, height, seed, mode="RGB"):
    """A smooth field with hard edges: bicubic overshoot, clipping and antialiasing all show."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    bands = []
    for _ in range(len(mode) if mode != "P" else 3):
        a, b, c = rng.uniform(0.02, 0.25, 3)
        band = 127 + 120 * np.sin(a * x + b * y + 10 * c)
        left, top = rng.integers(0, width), rng.integers(0, height)
        band[top : top + height // 3 + 1, left : left + width // 3 + 1] = rng.choice([0, 255])
        bands.append(np.clip(band, 0, 255).astype(np.uint8))
    if mode == "P":
        return Image.fromarray(np.stack(bands, -1)).quantize(16)
    return Image.fromarray(bands[0] if mode == "L" else np.stack(bands, -1), mode)


def noise(width, height, seed):
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8))


# name, image, min_pixels, max_pixels
IMAGES = [
    ("exact", picture(140, 84, 1), 3136, 50176),
    ("rounded", picture(100, 75, 2), 3136, 50176),
    ("half_even", picture(42, 70, 3), 784, 50176),
    ("tiny_up", noise(20, 20, 4), 3136, 50176),
    ("flat_up", noise(60, 5, 5), 3136, 50176),
    ("photo_down", picture(320, 240, 6), 3136, 50176),
    ("photo_far_down", picture(320, 240, 7), 784, 6272),
    ("noise_down", noise(91, 77, 8), 784, 3136),
    ("panorama", picture(517, 33, 9), 3136, 50176),
    ("extreme_tall", picture(5, 900, 10), 3136, 50176),
    ("extreme_wide", picture(1000, 5, 11), 784, 3136),
    ("only_height", picture(84, 93, 12), 3136, 50176),
    ("only_width", picture(93, 84, 13), 3136, 50176),
    ("grey", picture(90, 70, 14, "L"), 3136, 50176),
    ("alpha", picture(64, 80, 15, "RGBA"), 3136, 50176),
    ("palette", picture(75, 66, 16, "P"), 3136, 50176),
]


def make_images():
    folder = OUT / "images"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    rows = []
    for name, image, min_pixels, max_pixels in IMAGES:
        image.save(folder / f"{name}.png")
        processor = Qwen2VLImageProcessorPil(min_pixels=min_pixels, max_pixels=max_pixels)
        result = processor(images=image, return_tensors="np")
        _, h, w = (int(n) for n in result["image_grid_thw"][0])
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        rgb = Image.alpha_composite(white, image).convert("RGB") if image.mode == "RGBA" else image.convert("RGB")
        resized = rgb.resize((w * 14, h * 14), Image.Resampling.BICUBIC)
        resized.save(folder / f"{name}.resized.png")
        values = result["pixel_values"].astype("<f4")
        rows.append(
            {
                "name": name,
                "min_pixels": min_pixels,
                "max_pixels": max_pixels,
                "grid": [1, h, w],
                "pixel_values_sha256": hashlib.sha256(values.tobytes()).hexdigest(),
            }
        )
    write_json(OUT / "images.json", rows)
    write_json(OUT / "grids.json", grids())


def grids():
    """Grid of many sizes, from the processor's own arithmetic: [width, height, min, max, grid_h, grid_w]."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

    rng = np.random.default_rng(0)
    rows = []
    limits = [(3136, 12845056), (3136, 50176), (784, 3136), (50176, 50177)]
    while len(rows) < 400:
        w, h = (int(2 ** rng.uniform(0, 12)) for _ in range(2))
        if max(w, h) / min(w, h) > 200:
            continue
        low, high = limits[len(rows) % len(limits)]
        height, width = smart_resize(h, w, 28, low, high)
        rows.append([w, h, low, high, height // 14, width // 14])
    return rows


# ---------------------------------------------------------------- tokenizer and processor

TEXTS = [
    "",
    "a",
    "There is a lake to the north.",
    "<think>There is a lake to the north, a forest to the east.</think>\n<answer>B</answer>",
    "It's WE'LL they've I'm he'd can't",
    "  two leading,\t\ttabs \n\n\n newlines\r\n and trailing   ",
    "12345 + 67.89 = 12412.89",
    "Zürich, São Paulo, Москва, 東京, القاهرة, ᄒ\u1161\u11ab e\u0301 \u212b",
    "emoji 🗺️👩‍👩‍👧 and \u0000 nul and \u00a0 nbsp \u2028 line",
    "x=[{(<;:'\"|\\/>)}]!!! ...---",
]


def user(*parts):
    return {
        "role": "user",
        "content": [{"type": "image"} if isinstance(p, int) else {"type": "text", "text": p} for p in parts],
    }


TILES = [picture(140, 84, 21), picture(84, 196, 22), picture(56, 56, 23), picture(196, 140, 24)]

# name, parts of the user's turn; a number is an index into TILES
CASES = [
    ("text", ["Which city has a lake to the north?"]),
    ("one_image", ["Panorama:", 0, "Which satellite tile shows the place? Answer with a letter."]),
    ("three_images", ["Tile A: ", 1, "Tile B: ", 2, 3, "\nWhich one has a road to the south?"]),
]

CHATS = [
    [{"role": "user", "content": "Hello, it's me."}],
    [{"role": "system", "content": "You name cities."}, {"role": "user", "content": "Where?"}],
    [
        user(0, "Where is this?"),
        {"role": "assistant", "content": "<think>A lake.</think>\n<answer>A</answer>"},
        user("And this? ", 1, 2),
    ],
]


def load_processor():
    return Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessorPil.from_pretrained(TOKENIZER),
        tokenizer=AutoTokenizer.from_pretrained(TOKENIZER),
        video_processor=Qwen2VLVideoProcessor.from_pretrained(TOKENIZER),
        chat_template=json.loads((TOKENIZER / "chat_template.json").read_text())["chat_template"],
    )


def encode(processor, messages, images):
    text = processor.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    return processor(text=[text], images=images or None, return_tensors="pt")


def indexes(messages):
    """Images of `messages` in order: every image part takes the next tile."""
    count = sum(part["type"] == "image" for m in messages if isinstance(m["content"], list) for part in m["content"])
    return list(range(count))


def make_tokenization(processor):
    tokenizer = processor.tokenizer
    texts = [{"text": text, "ids": tokenizer(text)["input_ids"]} for text in TEXTS]
    for entry in texts:
        assert tokenizer.decode(entry["ids"]) == unicodedata.normalize("NFC", entry["text"])
    chats = []
    for messages in CHATS:
        used = [TILES[i] for i in indexes(messages)]
        inputs = encode(processor, messages, used)
        grids = inputs["image_grid_thw"].tolist() if used else []
        chats.append({"messages": messages, "grids": grids, "ids": inputs["input_ids"][0].tolist()})
    write_json(OUT / "tokenization.json", {"texts": texts, "chats": chats})


# ---------------------------------------------------------------- checkpoints


def config(vocab, ids, hidden, heads, kv_heads, mrope, intermediate, tied, window, dtype):
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
        "hidden_size": hidden,
        "initializer_range": 0.02,
        "intermediate_size": intermediate,
        "max_position_embeddings": 4096,
        "model_type": "qwen2_5_vl",
        "num_attention_heads": heads,
        "num_hidden_layers": 2,
        "num_key_value_heads": kv_heads,
        "rms_norm_eps": 1e-06,
        "rope_theta": 1000000.0,
        "rope_scaling": {"type": "mrope", "mrope_section": mrope},
        "tie_word_embeddings": tied,
        "torch_dtype": dtype,
        "use_cache": True,
        "use_sliding_window": False,
        "vocab_size": vocab,
        "vision_config": {
            "depth": 4,
            "hidden_act": "silu",
            "hidden_size": 64,
            "intermediate_size": 91,
            "num_heads": 4,
            "in_chans": 3,
            "out_hidden_size": hidden,
            "patch_size": 14,
            "spatial_merge_size": 2,
            "spatial_patch_size": 14,
            "temporal_patch_size": 2,
            "window_size": window,
            "fullatt_block_indexes": [1, 3],
        },
    }


def published_name(name):
    return name.replace("model.language_model.", "model.").replace("model.visual.", "visual.")


def random_weights(model, seed, dtype):
    """Weights strong enough that every part of the model moves the logits."""
    generator = torch.Generator().manual_seed(seed)
    for name, tensor in model.state_dict().items():
        value = torch.randn(tensor.shape, generator=generator)
        if "norm" in name or "ln_q" in name:
            value = 1 + 0.2 * value
        elif name.endswith("bias"):
            value = 0.2 * value
        elif "embed_tokens" in name or "lm_head" in name:
            # Small, or a tied model would only echo its last token.
            value = 0.2 * value
        else:
            value = value * 1.5 / math.sqrt(tensor[0].numel())
        tensor.copy_(value.to(dtype))


def save_weights(model, folder, dtype, shards):
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


def make_model(name, seed, dtype, shards, **sizes):
    """Writes a checkpoint and returns it as `transformers` reads it back, in fp32."""
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for file in TOKENIZER.iterdir():
        if file.name in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"):
            shutil.copy(file, folder)
    tokenizer = AutoTokenizer.from_pretrained(TOKENIZER)
    settings = config(
        ids=tokenizer.get_added_vocab(), dtype=str(dtype).removeprefix("torch."), **sizes
    )
    write_json(folder / "config.json", settings)
    model = Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig.from_pretrained(folder)).float()
    with torch.no_grad():
        random_weights(model, seed, dtype)
    save_weights(model, folder, dtype, shards)
    model, info = Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    assert not info["missing_keys"] and not info["unexpected_keys"] and not info["mismatched_keys"], info
    return model.eval()


# ---------------------------------------------------------------- goldens


def record_vision(model, inputs):
    """Outputs of the tower's stages: patches in input order, blocks in window order, features in token order."""
    visual = model.model.visual
    found = {}

    def keep(key):
        return lambda _module, _args, output: found.__setitem__(
            key, (output[0] if isinstance(output, tuple) else output).clone()
        )

    hooks = [visual.patch_embed.register_forward_hook(keep("vision.patch_embed"))]
    hooks += [b.register_forward_hook(keep(f"vision.block.{i}")) for i, b in enumerate(visual.blocks)]
    features = visual(inputs["pixel_values"], grid_thw=inputs["image_grid_thw"]).pooler_output
    for hook in hooks:
        hook.remove()
    found["vision.features"] = features
    return found


@torch.no_grad()
def run_case(model, inputs, suppressed):
    ids = inputs["input_ids"]
    tensors = {"input_ids": ids[0]}
    if "pixel_values" in inputs:
        tensors["image_grid_thw"] = inputs["image_grid_thw"]
        tensors |= record_vision(model, inputs)
        positions, delta = model.model.get_rope_index(
            ids, mm_token_type_ids=inputs["mm_token_type_ids"], image_grid_thw=inputs["image_grid_thw"]
        )
        positions, delta = positions[:, 0], int(delta)
    else:
        positions, delta = torch.arange(ids.shape[1]).expand(3, -1), 0
    tensors["position_ids"] = positions
    tensors["rope_delta"] = torch.tensor([delta])
    logits = model(**inputs).logits[0]
    tensors["logits"] = logits
    tensors["greedy"] = greedy(model, inputs, suppressed)
    return {k: v.contiguous().clone() for k, v in tensors.items()}


def greedy(model, inputs, suppressed):
    """32 greedy ids; the run must not end early, and each choice must be clear enough to survive rounding."""
    result = model.generate(
        **inputs,
        do_sample=False,
        max_new_tokens=32,
        suppress_tokens=suppressed,
        output_logits=True,
        return_dict_in_generate=True,
    )
    drawn = result.sequences[0, inputs["input_ids"].shape[1] :]
    assert len(drawn) == 32 and model.config.text_config.eos_token_id not in drawn.tolist(), drawn
    scores = torch.cat(result.logits).clone()
    scores[:, suppressed] = -math.inf
    top = scores.topk(2).values
    margin = float((top[:, 0] - top[:, 1]).min())
    print(f"    smallest greedy margin {margin:.4f}, distinct ids {len(set(drawn.tolist()))}")
    assert margin > 2e-3, margin
    return drawn


def make_goldens(processor):
    tokenizer = processor.tokenizer
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    vocab = len(tokenizer) + 8
    suppressed = [i for i in range(tokenizer.convert_tokens_to_ids("<|endoftext|>"), vocab) if i != end]
    models = {
        "tied": make_model(
            "tied", 0, torch.float32, 1,
            vocab=vocab, hidden=128, heads=16, kv_heads=2, mrope=[1, 1, 2], intermediate=200, tied=True, window=56,
        ),
        "untied": make_model(
            "untied", 0, torch.bfloat16, 3,
            vocab=vocab, hidden=224, heads=14, kv_heads=2, mrope=[2, 3, 3], intermediate=150, tied=False, window=112,
        ),
    }  # fmt: skip
    cases = []
    pixels = {}
    for name, parts in CASES:
        tiles = [p for p in parts if isinstance(p, int)]
        messages = [user(*parts)]
        inputs = encode(processor, messages, [TILES[i] for i in tiles])
        if tiles:
            pixels[f"{name}.pixel_values"] = inputs["pixel_values"].contiguous()
        cases.append({"name": name, "parts": parts})
        for model_name, model in models.items():
            print(f"  {model_name} {name}: {inputs['input_ids'].shape[1]} tokens")
            save_file(run_case(model, inputs, suppressed), OUT / f"{model_name}.{name}.safetensors")
    for i, tile in enumerate(TILES):
        tile.save(OUT / "images" / f"tile{i}.png")
    save_file(pixels, OUT / "pixel_values.safetensors")
    write_json(OUT / "cases.json", {"suppressed": suppressed, "cases": cases})
    # The layout that transformers itself saves now, for the reader of configurations.
    models["untied"].config.save_pretrained(OUT / "nested")
    write_json(OUT / "nested_names.json", sorted(models["untied"].state_dict()))


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    make_images()
    processor = load_processor()
    make_tokenization(processor)
    make_goldens(processor)
    for file in OUT.rglob("*.safetensors"):
        file.chmod(0o644)
    total = sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file())
    print(f"{total / 1e6:.1f} MB in {OUT}")


if __name__ == "__main__":
    main()
