#!/usr/bin/env bash
# Starts the containers with the commands in the README and uses them: a run that survives crashes, a photo, metrics, an
# orderly stop.
#   docker/smoke-test.sh
# Needs Docker with Compose v2, curl and openssl, and root on the engine's machine, to kill processes in containers.
# It uses its own Compose project and volumes and removes them at the end; GEOR1_PORT replaces port 8080.
set -euo pipefail
cd "$(dirname "$0")/.."
export COMPOSE_PROJECT_NAME=geor1-smoke
export GEOR1_PORT=${GEOR1_PORT:-8080}
PATIENCE=600 # seconds that a slow machine may take for one step
passed=0

if [ -e .env ]; then
  echo "smoke-test: .env exists, and this test writes its own. Move it elsewhere first." >&2
  exit 2
fi

finish() {
  status=$?
  trap - EXIT INT TERM
  if [ "$status" -ne 0 ] && [ -e .env ]; then
    docker compose ps --all >&2 || true
    docker compose logs --tail 40 >&2 || true
  fi
  [ ! -e .env ] || docker compose down --volumes --timeout 20 >/dev/null 2>&1 || true
  rm -f .env
  [ "$status" -eq 0 ] || echo "smoke-test: $passed passed, 1 failed"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

pass() {
  passed=$((passed + 1))
  echo "smoke-test: ok: $*"
}

fail() {
  echo "smoke-test: FAILED: $*" >&2
  exit 1
}

# until_true WHAT COMMAND...
until_true() {
  local what=$1 end=$((SECONDS + PATIENCE))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not within $PATIENCE s"
    sleep 1
  done
}

api() {
  curl --silent --show-error --fail-with-body --max-time 60 \
    --header "Authorization: Bearer $GEOR1_API_KEY" "http://localhost:$GEOR1_PORT$1" "${@:2}"
}

# field NAME: the first field of that name in JSON on standard input
field() {
  grep -o "\"$1\":\"\?[^\",}]*" | head -1 | sed 's/.*:"\?//'
}

container() {
  docker compose ps --all --quiet "$1"
}

# metrics SERVICE PORT: what Prometheus would scrape; management ports are open only inside the network
metrics() {
  docker compose exec -T "$1" bash -c \
    "exec 3<>/dev/tcp/127.0.0.1/$2; printf 'GET /actuator/prometheus HTTP/1.0\r\n\r\n' >&3; cat <&3"
}

# positive SERVICE PORT METRIC: a metric with this prefix is above zero, and none of ours is NaN
positive() {
  local scraped
  scraped=$(metrics "$1" "$2")
  ! grep -q '^geor1_.* NaN$' <<<"$scraped" || fail "$1 has metrics that are NaN"
  awk -v metric="$3" 'index($0, metric) == 1 && $NF > 0 { found = 1 } END { exit !found }' <<<"$scraped" ||
    fail "$1 shows no work in $3"
}

run_json() {
  api "/api/v1/runs/$run" 2>/dev/null || true
}

at_step() {
  local now
  now=$(run_json)
  case $(field state <<<"$now") in
    failed | cancelled | succeeded) fail "the run ended before step $1: $now" ;;
  esac
  [ "$(field current_step <<<"$now")" -ge "$1" ] 2>/dev/null
}

succeeded() {
  local now
  now=$(run_json)
  case $(field state <<<"$now") in
    failed | cancelled) fail "the run did not succeed: $now" ;;
  esac
  [ "$(field state <<<"$now")" = succeeded ]
}

restarted() {
  [ "$(docker inspect --format '{{.RestartCount}}' "$(container "$1")")" -ge 1 ]
}

# Looks like a crash to the engine; "docker kill" would count as a requested stop.
crash() {
  kill -KILL "$(docker inspect --format '{{.State.Pid}}' "$(container "$1")")"
  until_true "$1 starts again" restarted "$1"
}

commands=$(sed -n '/^## On servers/,/^## /p' README.md | sed -n '/^```sh$/,/^```$/p' | sed '/^```/d')
[ -n "$commands" ] || fail 'README.md has no commands under "On servers"'
SECONDS=0
eval "$commands"
pass "the README's commands start four services and PostgreSQL ($SECONDS s)"

status=$(curl --silent --output /dev/null --write-out '%{http_code}' "http://localhost:$GEOR1_PORT/api/v1/runs")
[ "$status" = 401 ] || fail "without a key: $status instead of 401"
pass 'without a key: 401'

run=$(api /api/v1/runs --header 'Content-Type: application/json' --data '{"model": "nano-base", "method": {"type": "grpo", "grpo": {
  "max_steps": 60, "prompts_per_step": 2, "group_size": 2, "max_completion_length": 16, "checkpoint_every": 1}}}' | field id)
until_true 'the first step' at_step 1
crash trainer-service
until_true 'a step after the crash of the trainer' at_step 5
pass 'the run outlives a crash of the trainer'
crash postgres
until_true 'the end of the run' succeeded
pass 'the run outlives a crash of PostgreSQL, and succeeds'

place=$(api /v1/geolocate --form image=@docs/mini-earth.png)
[ "$(field model <<<"$place")" = nano-base ] || fail "no geolocation: $place"
pass 'a photo is answered'

scores=$(api /api/v1/rewards/run --header 'Content-Type: application/json' \
  --data '{"completions": [{"completion": "<think>x</think><answer>C</answer>", "truth": "C"}]}')
[ "$(field reward <<<"$scores")" = 1.5 ] || fail "the reward service was not reached: $scores"
pass 'a completion is scored'

positive trainer-service 9083 'geor1_trainer_step_seconds_count{kind="grpo"}'
positive rollout-service 9081 'geor1_engine_generation_tokens_total'
positive rollout-service 9081 'geor1_jobs_total{kind="rollout",outcome="completed"}'
positive reward-service 9082 'geor1_jobs_total{kind="reward",outcome="completed"}'
positive gateway 9080 'http_server_requests_seconds_count'
pass 'the metrics of each service show the work'
docker stats --no-stream --format 'smoke-test: {{.Name}} {{.MemUsage}}' $(docker compose ps --quiet)

SECONDS=0
docker compose stop >/dev/null 2>&1
for service in gateway trainer-service rollout-service reward-service postgres; do
  end=$(docker inspect --format '{{.State.ExitCode}} {{.State.OOMKilled}}' "$(container "$service")")
  case $end in
    '143 false' | '0 false') ;;
    *) fail "$service did not stop cleanly (exit code, out of memory: $end)" ;;
  esac
done
pass "all stop in order ($SECONDS s)"
echo "smoke-test: $passed passed, 0 failed"
