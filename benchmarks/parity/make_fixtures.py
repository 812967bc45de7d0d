"""Makes the parity fixtures of libs/vlm: see README.md beside this file."""

import copy
import hashlib
import json
import shutil
import unicodedata
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from torchvision.transforms.v2 import functional as tvf
from transformers import (
    AutoTokenizer,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessor,
    Qwen2VLImageProcessorPil,
    Qwen2VLVideoProcessor,
)

import checkpoints
import goldens
from checkpoints import write_json

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "libs/vlm/src/test/resources/parity"
TOKENIZER = OUT / "tokenizer"
NANO = ROOT / "models/nano-base"


# ---------------------------------------------------------------- pictures


def picture(width, height, seed, mode="RGB"):
    """A smooth field with hard edges, which reveals bicubic overshoot, clipping and antialiasing."""
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
        tensor = torch.from_numpy(np.array(rgb)).permute(2, 0, 1)
        other = tvf.resize(tensor, [h * 14, w * 14], tvf.InterpolationMode.BICUBIC, antialias=True)
        Image.fromarray(other.permute(1, 2, 0).numpy()).save(folder / f"{name}.torchvision.png")
        check_torchvision(rgb, other, min_pixels, max_pixels)
        values = result["pixel_values"].astype("<f4")
        rows.append(
            {
                "name": name,
                "min_pixels": min_pixels,
                "max_pixels": max_pixels,
                "grid": [1, h, w],
                "pixel_values_sha256": hashlib.sha256(values.tobytes()).hexdigest(),
                "levels_between_references": levels_between(resized, other),
            }
        )
    write_json(OUT / "images.json", rows)
    write_json(OUT / "grids.json", grids())


def levels_between(pil, torchvision):
    """Both clip overshoot between their two passes, and differ if they run the passes in different orders."""
    ours = np.array(pil).astype(int)
    return int(np.abs(ours - torchvision.permute(1, 2, 0).numpy()).max())


def check_torchvision(rgb, resized, min_pixels, max_pixels):
    """The picture that is kept is the one from which the torchvision processor takes its pixel values."""
    asis = {"min_pixels": 1, "max_pixels": 1 << 30}
    whole = Qwen2VLImageProcessor(min_pixels=min_pixels, max_pixels=max_pixels)(images=rgb, return_tensors="pt")
    kept = Qwen2VLImageProcessor(**asis)(images=Image.fromarray(resized.permute(1, 2, 0).numpy()), return_tensors="pt")
    assert torch.equal(whole["pixel_values"], kept["pixel_values"])


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
    """A user turn; `@NAME` stands for a picture."""
    return {
        "role": "user",
        "content": [
            {"type": "image", "image": p[1:]} if p.startswith("@") else {"type": "text", "text": p} for p in parts
        ],
    }


TILES = [picture(140, 84, 21), picture(84, 196, 22), picture(56, 56, 23), picture(196, 140, 24)]

CHATS = [
    [{"role": "user", "content": "Hello, it's me."}],
    [{"role": "system", "content": "You name cities."}, {"role": "user", "content": "Where?"}],
    [
        user("@tile0", "Where is this?"),
        {"role": "assistant", "content": "<think>A lake.</think>\n<answer>A</answer>"},
        user("And this? ", "@tile1", "@tile2"),
    ],
]

CASES = {
    "text": [user("Which city has a lake to the north?")],
    "one_image": [user("Panorama:", "@tile0", "Which satellite tile shows the place? Answer with a letter.")],
    "three_images": [
        user("Tile A: ", "@tile1", "Tile B: ", "@tile2", "@tile3", "\nWhich one has a road to the south?")
    ],
    "six_images": [
        user(
            "panorama ", "@panorama", " A ", "@tile0", " B ", "@tile1", " C ", "@tile2", " D ", "@tile3", " E ",
            "@only_height", "Which tile shows the place?",
        )
    ],
    "extreme_ratios": [user("@extreme_tall", "or", "@extreme_wide", "?")],
    "resized_up_and_down": [user("Small: ", "@tiny_up", " large: ", "@photo_down", " Which is sharper?")],
    "system": [{"role": "system", "content": "You name cities."}, user("@rounded", "Where is this?")],
    "multi_turn": CHATS[2],
}  # fmt: skip


def load_processor(folder):
    return Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessorPil.from_pretrained(folder),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        video_processor=Qwen2VLVideoProcessor.from_pretrained(folder),
        chat_template=json.loads((folder / "chat_template.json").read_text())["chat_template"],
    )


def shown(name):
    with Image.open(OUT / "images" / f"{name}.png") as image:
        return image.convert("RGB")


def encode(processor, messages):
    images = [
        shown(part["image"])
        for message in messages
        if isinstance(message["content"], list)
        for part in message["content"]
        if part["type"] == "image"
    ]
    text = processor.apply_chat_template(messages, add_generation_prompt=True, tokenize=False)
    return processor(text=[text], images=images or None, return_tensors="pt")


def make_tokenization(processor):
    tokenizer = processor.tokenizer
    texts = [{"text": text, "ids": tokenizer(text)["input_ids"]} for text in TEXTS]
    for entry in texts:
        assert tokenizer.decode(entry["ids"]) == unicodedata.normalize("NFC", entry["text"])
    chats = []
    for messages in CHATS:
        inputs = encode(processor, messages)
        grids = inputs["image_grid_thw"].tolist() if "image_grid_thw" in inputs else []
        chats.append({"messages": messages, "grids": grids, "ids": inputs["input_ids"][0].tolist()})
    write_json(OUT / "tokenization.json", {"texts": texts, "chats": chats})


# ---------------------------------------------------------------- models

# Shapes like 3B (tied, eight query heads per key head), like 7B (untied, seven) and odd ones.
MODELS = {
    "tied": dict(
        dtype=torch.float32, shards=1, tied=True,
        text=dict(hidden=128, heads=16, kv_heads=2, mrope=[1, 1, 2], intermediate=120, layers=2),
        vision=dict(hidden=64, heads=4, intermediate=91, depth=4, window=56, full=[1, 3]),
    ),
    "untied": dict(
        dtype=torch.bfloat16, shards=3, tied=False,
        text=dict(hidden=224, heads=14, kv_heads=2, mrope=[2, 3, 3], intermediate=150, layers=2),
        vision=dict(hidden=64, heads=4, intermediate=91, depth=4, window=112, full=[1, 3]),
    ),
    "odd": dict(
        dtype=torch.bfloat16, shards="250KB", tied=False,
        text=dict(hidden=90, heads=5, kv_heads=1, mrope=[2, 3, 4], intermediate=77, layers=3),
        vision=dict(hidden=60, heads=5, intermediate=53, depth=3, window=84, full=[1]),
    ),
}  # fmt: skip


def suppressed_ids(tokenizer, vocab):
    end = tokenizer.convert_tokens_to_ids("<|im_end|>")
    return [i for i in range(tokenizer.convert_tokens_to_ids("<|endoftext|>"), vocab) if i != end]


def record_cases(model, processor, suppressed, whole):
    """Goldens of every case, or none when a greedy choice is too close (or, if `whole`, a run too short)."""
    half = copy.deepcopy(model).bfloat16()
    found = {}
    for name, messages in CASES.items():
        tensors, margin = goldens.record(model, half, encode(processor, messages), suppressed)
        drawn = len(tensors["greedy"])
        print(f"    {name}: {len(tensors['input_ids'])} tokens, {drawn} drawn, margin {margin:.5f}", flush=True)
        if margin < goldens.MARGIN or (whole and drawn < goldens.GREEDY_TOKENS):
            return None
        found[name] = tensors
    return found


def make_goldens():
    folder = OUT / "goldens"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    processor = load_processor(TOKENIZER)
    vocab = len(processor.tokenizer) + 8
    suppressed = suppressed_ids(processor.tokenizer, vocab)
    for name, settings in MODELS.items():
        for seed in range(100):
            print(f"  {name}, seed {seed}")
            model = checkpoints.make(OUT / name, TOKENIZER, seed=seed, vocab=vocab, **settings)
            found = record_cases(model, processor, suppressed, whole=True)
            if found:
                break
        write_goldens(folder, name, found)
        if name == "untied":
            # The layout that current transformers versions save, to test reading configurations.
            model.config.save_pretrained(OUT / "nested")
            write_json(OUT / "nested_names.json", sorted(model.state_dict()))
    processor = load_processor(NANO)
    model = checkpoints.read(NANO)
    print("  nano")
    suppressed = suppressed_ids(processor.tokenizer, model.config.text_config.vocab_size)
    write_goldens(folder, "nano", record_cases(model, processor, suppressed, whole=False))
    rows = {}
    for name, messages in CASES.items():
        values = encode(processor, messages).get("pixel_values")
        sha256 = hashlib.sha256(values.numpy().astype("<f4").tobytes()).hexdigest() if values is not None else None
        rows[name] = {"messages": messages, "pixel_values_sha256": sha256}
    write_json(OUT / "cases.json", rows)


def write_goldens(folder, model, found):
    for case, tensors in found.items():
        save_file(tensors, folder / f"{model}.{case}.safetensors")


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    make_images()
    for i, tile in enumerate(TILES):
        tile.save(OUT / "images" / f"tile{i}.png")
    make_tokenization(load_processor(TOKENIZER))
    make_goldens()
    for file in OUT.rglob("*.safetensors"):
        file.chmod(0o644)
    total = sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file())
    print(f"{total / 1e6:.1f} MB in {OUT}")


if __name__ == "__main__":
    main()
