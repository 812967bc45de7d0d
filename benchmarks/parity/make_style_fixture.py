"""Token ids of a row in VLM-R1's layout, as the published training script asks it: see README.md beside this file."""

import json
from pathlib import Path

from make_tokenizer_fixtures import OUT, load

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "trainer-service/src/test/resources/style/geo-r1.json"

# The default of get_question_template in vlm_modules/qwen_module.py.
TEMPLATE = (
    "{Question} First output the thinking process in <think> </think> tags and then output the final answer in "
    "<answer> </answer> tags."
)
ROWS = [
    {
        "id": "17",
        "image": ["lisbon/p17.jpg", "lisbon/s03.jpg", "lisbon/s17.jpg", "lisbon/s20.jpg", "lisbon/s41.jpg", "lisbon/s88.jpg"],
        "conversations": [
            {
                "from": "human",
                "value": "<image>This is a street panorama. Which of these satellite images shows the same place?\n"
                "A: <image>\nB: <image>\nC: <image>\nD: <image>\nE: <image>\nAnswer with one letter.",
            },
            {"from": "gpt", "value": "B"},
        ],
    },
    {
        "id": 18,
        "image": "porto/p2.jpg",
        "conversations": [
            {"from": "human", "value": "<image>Où est-ce ? «\u202fRua\u202f» {not a gap} 東京\t"},
            {"from": "gpt", "value": "<answer> Porto </answer>"},
        ],
    },
]
# Tokens of each image, as a processor counts them: merged height times merged width.
TOKENS = [[32, 9, 9, 9, 9, 9], [6]]


def conversation(row):
    """What make_conversation_from_jsonl in grpo_jsonl.py makes of a row."""
    images = [row["image"]] if isinstance(row["image"], str) else row["image"]
    problem = row["conversations"][0]["value"].replace("<image>", "")
    return [
        {
            "role": "user",
            "content": [
                *({"type": "image", "text": None} for _ in images),
                {"type": "text", "text": TEMPLATE.replace("{Question}", problem)},
            ],
        }
    ]


def main():
    tokenizer = load(json.loads((OUT / "published/tokenizer.json").read_text()))
    template = (OUT / "templates/published.jinja").read_text(encoding="utf-8")
    cases = []
    for row, counts in zip(ROWS, TOKENS):
        text = tokenizer.apply_chat_template(
            conversation(row), chat_template=template, tokenize=False, add_generation_prompt=True
        )
        pieces = text.split("<|image_pad|>")
        assert len(pieces) == len(counts) + 1
        expanded = pieces[0] + "".join("<|image_pad|>" * n + piece for n, piece in zip(counts, pieces[1:]))
        cases.append({"row": row, "tokens": counts, "text": text, "ids": tokenizer(expanded)["input_ids"]})
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(case) for case in cases)
    FIXTURE.write_text('{"cases": [\n' + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
