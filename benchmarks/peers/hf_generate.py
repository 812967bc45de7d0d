"""Hugging Face `generate` as a peer: reads one JSON request per line, responds with tokens and seconds.

Usage: hf_generate.py CHECKPOINT PROMPTS THREADS
PROMPTS holds prompts.json (for each prompt a list of {"text": …} and {"image": FILE}) and the pictures.
Request: {"prompts": how many, "n": completions of each, "max_new_tokens": …, "seed": …}
"""

import json
import sys
import time
from pathlib import Path

import torch
from PIL import Image
from transformers import (
    AutoTokenizer,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2_5_VLProcessor,
    Qwen2VLImageProcessorPil,
    Qwen2VLVideoProcessor,
)


def load_processor(folder):
    # Left padding, which generation in batches needs.
    return Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessorPil.from_pretrained(folder),
        tokenizer=AutoTokenizer.from_pretrained(folder, padding_side="left"),
        video_processor=Qwen2VLVideoProcessor.from_pretrained(folder),
        chat_template=json.loads((folder / "chat_template.json").read_text())["chat_template"],
    )


def encode(processor, prompts):
    texts, images = [], []
    for parts in prompts:
        content = []
        for part in parts:
            if "image" in part:
                images.append(part["image"])
                content.append({"type": "image"})
            else:
                content.append({"type": "text", "text": part["text"]})
        messages = [{"role": "user", "content": content}]
        texts.append(processor.apply_chat_template(messages, add_generation_prompt=True, tokenize=False))
    return processor(text=texts, images=images, padding=True, return_tensors="pt")


@torch.inference_mode()
def run(model, processor, prompts, request):
    torch.manual_seed(request["seed"])
    start = time.perf_counter()
    inputs = encode(processor, prompts[: request["prompts"]])
    drawn = model.generate(
        **inputs,
        do_sample=True,
        temperature=1.0,
        top_k=0,
        top_p=1.0,
        num_return_sequences=request["n"],
        max_new_tokens=request["max_new_tokens"],
        pad_token_id=processor.tokenizer.convert_tokens_to_ids("<|endoftext|>"),
    )[:, inputs["input_ids"].shape[1] :]
    seconds = time.perf_counter() - start
    end = processor.tokenizer.convert_tokens_to_ids("<|im_end|>")
    ended = (drawn == end).int().cumsum(-1)
    # Tokens up to and including the end of turn.
    tokens = int((ended - (drawn == end).int() == 0).sum())
    return {"tokens": tokens, "seconds": seconds}


def main():
    checkpoint, folder, threads = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    prompts = json.loads((folder / "prompts.json").read_text())
    for parts in prompts:
        for part in parts:
            if "image" in part:
                part["image"] = Image.open(folder / part["image"]).convert("RGB")
    processor = load_processor(checkpoint)
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(checkpoint, dtype=torch.float32).eval()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        print(json.dumps(run(model, processor, prompts, json.loads(line))), flush=True)
        print(json.dumps({"ready": True}), flush=True)


if __name__ == "__main__":
    main()
