"""Saves a checkpoint with the installed `transformers`; run it once for each version that needs a fixture."""

import json
import shutil
import tempfile
from pathlib import Path

import transformers
from safetensors import safe_open
from transformers import Qwen2_5_VLForConditionalGeneration, Qwen2_5_VLProcessor

ROOT = Path(__file__).resolve().parents[2]
TIED = ROOT / "libs/vlm/src/test/resources/parity/tied"
TOKENIZER = ROOT / "libs/vlm/src/test/resources/parity/tokenizer"
OUT = ROOT / "libs/vlm/src/test/resources/checkpoints/saved"
KEPT = ("config.json", "generation_config.json", "preprocessor_config.json", "processor_config.json")


def main():
    out = OUT / transformers.__version__
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as source, tempfile.TemporaryDirectory() as folder:
        for files in (TOKENIZER, TIED):
            shutil.copytree(files, source, dirs_exist_ok=True)
        model = Qwen2_5_VLForConditionalGeneration.from_pretrained(source)
        model.save_pretrained(folder)
        Qwen2_5_VLProcessor.from_pretrained(source).save_pretrained(folder)
        for name in KEPT:
            if (Path(folder) / name).exists():
                values = json.loads((Path(folder) / name).read_text())
                values.pop("_name_or_path", None)
                (out / name).write_text(json.dumps(values, indent=1) + "\n")
        with safe_open(Path(folder) / "model.safetensors", "pt") as file:
            names = sorted(file.keys())
    (out / "names.json").write_text(json.dumps({"names": names}, indent=1) + "\n")


main()
