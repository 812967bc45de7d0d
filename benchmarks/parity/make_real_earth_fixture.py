"""Token ids of the rows of local's RealEarthTest, as the published pipeline makes them: see README.md beside this file."""

import json
from pathlib import Path

from make_style_fixture import TEMPLATE
from make_tokenizer_fixtures import OUT, load
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize

FIXTURE = Path(__file__).resolve().parents[2] / "local/src/test/resources/earth/published.json"

# preprocessor_config.json of the published checkpoints.
PATCH, MERGE, MIN_PIXELS, MAX_PIXELS = 14, 2, 3136, 12845056


def image_tokens(width, height):
    edge = PATCH * MERGE
    rows, columns = smart_resize(height, width, factor=edge, min_pixels=MIN_PIXELS, max_pixels=MAX_PIXELS)
    return (rows // edge) * (columns // edge)


def conversation(row):
    """What make_conversation_from_jsonl in grpo_jsonl.py makes of a row."""
    problem = row["question"].replace("<image>", "")
    return [
        {
            "role": "user",
            "content": [
                *({"type": "image", "text": None} for _ in row["sizes"]),
                {"type": "text", "text": TEMPLATE.replace("{Question}", problem)},
            ],
        }
    ]


def main():
    tokenizer = load(json.loads((OUT / "published/tokenizer.json").read_text()))
    template = (OUT / "templates/published.jinja").read_text(encoding="utf-8")
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    for kind, cases in rows.items():
        for row in cases:
            messages = conversation(row)
            if kind == "imitated":
                messages.append({"role": "assistant", "content": row["answer"]})
            text = tokenizer.apply_chat_template(
                messages, chat_template=template, tokenize=False, add_generation_prompt=kind == "asked"
            )
            if kind == "imitated":
                # What follows the end of the turn is the template's, not the model's.
                text = text.rstrip("\n")
                assert text.endswith("<|im_end|>")
            pieces = text.split("<|image_pad|>")
            assert len(pieces) == len(row["sizes"]) + 1
            expanded = pieces[0] + "".join(
                "<|image_pad|>" * image_tokens(*size) + piece for size, piece in zip(row["sizes"], pieces[1:])
            )
            row["ids"] = tokenizer(expanded)["input_ids"]
    kinds = [f"{json.dumps(kind)}: [\n" + ",\n".join(map(json.dumps, cases)) + "\n]" for kind, cases in rows.items()]
    FIXTURE.write_text("{\n" + ",\n".join(kinds) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
