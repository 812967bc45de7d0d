#!/bin/sh
# Real places from start to end: draws cities from OpenStreetMap extracts, makes pairing questions of them, has a teacher
# write chains of thought about the training places, trains by SFT and then by GRPO, evaluates on places that no training
# saw, and asks the trained model about one of these.
#
#   export GEOR1_TEACHER_API_KEY=…     # leave it out if the endpoint wants no key
#   TEACHER=https://host/v1 TEACHER_MODEL=NAME docs/examples/real-earth.sh lisbon-latest.osm.pbf kyoto-latest.osm.pbf
#
# Call it from the repository. Start ./geor1 up before, in another terminal, to watch the runs in the dashboard; otherwise
# each command starts a platform of its own. The variables below have small values that suit nano-base on a laptop.
set -eu

: "${TEACHER:?is the address of an OpenAI-compatible endpoint, such as https://host/v1}"
: "${TEACHER_MODEL:?is the name of its model, which sees pictures}"
[ $# -ge 1 ] || { echo "usage: $0 [CITY=]EXTRACT.osm.pbf ..." >&2; exit 2; }

geor1=${GEOR1:-./geor1}
model=${MODEL:-nano-base}           # or the name of a directory in models/, such as qwen-3b
style=${STYLE:-geo-r1}              # in which words the model is asked; its answers are places on Earth
work=${WORK:-real-earth}            # where files are written; must not exist
name=${NAME:-real}                  # begins the names of the datasets in the platform
size=${SIZE:-84}                    # pixels of a tile's side: 84 for nano-base, 336 for published models
views=${VIEWS:-200}                 # places in each city
questions=${QUESTIONS:-2000}
candidates=${CANDIDATES:-5}
shares=${SHARES:-80,0,20}           # of the places for training, development and test
cell=${CELL_KM:-1}
exemplars=${EXEMPLARS:-200}
sft_steps=${SFT_STEPS:-60}
sft_batch=${SFT_BATCH:-16}
grpo_steps=${GRPO_STEPS:-100}
prompts=${PROMPTS:-8}
group=${GROUP:-8}
length=${LENGTH:-256}               # of a completion, in tokens; 2048 for published models
tested=${TESTED:-200}               # questions of the evaluation

# Runs a command and prints it first.
step() {
  printf '\n$ %s\n' "$*" >&2
  "$@"
}

# The id of the run that a command printed as JSON.
run_id() {
  sed -n 's/.*"id" *: *"\(run_[A-Za-z0-9]*\)".*/\1/p' "$1" | head -n 1
}

# 1. Tiles and panoramas of the same places, in the layout of CV-Cities: a folder for each city.
mkdir "$work"
step "$geor1" data osm "$@" --out "$work/cities" --views "$views" --size "$size"

# 2. Questions: which of these tiles shows the place of the panorama? With splits by place.
step "$geor1" data validate "$work/cities"
step "$geor1" data pairs "$work/cities" --out "$work/pairs" --questions "$questions" --candidates "$candidates" \
  --split-shares "$shares" --split-cell-km "$cell"
step "$geor1" data import "$work/pairs" --name "$name-pairs"

# 3. Chains of thought about panoramas of the training places alone, so that the test places stay unknown.
step "$geor1" cot build --dataset "$work/pairs/cv_pairing_train.jsonl" --teacher "$TEACHER" --model "$TEACHER_MODEL" \
  --target "$exemplars" --out "$work/cot"
step "$geor1" cot check "$work/cot/dataset/exemplars.jsonl" --report "$work/checked"
step "$geor1" data import "$work/cot/dataset" --name "$name-exemplars"

# 4. SFT on the exemplars, GRPO on the questions from there, and how good both are.
step "$geor1" train --method sft --model "$model" --prompt-style "$style" --dataset "$name-exemplars" \
  --set max_steps="$sft_steps" --set batch_size="$sft_batch" -o json >"$work/sft.json"
sft=$(run_id "$work/sft.json")
step "$geor1" train --method grpo --model "$sft@latest" --dataset "$name-pairs" --set max_steps="$grpo_steps" \
  --set prompts_per_step="$prompts" --set group_size="$group" --set max_completion_length="$length" \
  -o json >"$work/grpo.json"
grpo=$(run_id "$work/grpo.json")
for run in "$sft" "$grpo"; do
  step "$geor1" eval --model "$run@latest" --dataset "$name-pairs" --questions "$tested" \
    --set max_completion_length="$length"
done

# 5. Where was this photo taken? It is the panorama of a test question.
photo=$(sed -n '1s/.*"image":\["\([^"]*\)".*/\1/p' "$work/pairs/cv_pairing_test.jsonl")
step "$geor1" geolocate "$work/pairs/$photo" --model "$grpo@latest"
step "$geor1" export "$grpo@latest" --out "$work/model"
