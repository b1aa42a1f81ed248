#!/usr/bin/env bash
# Stops a change of one machine at every moment of its journals, and looks whether `pool apply` again brings it to its end.
#   eng/agent-crashes.sh [SAMPLE] [SEED]       all moments; with SAMPLE, so many of them, chosen by the seed
# The change is a new firewall and a new program, so that every kind of step is in it. A moment is before or after a write
# to the agent's journal on the machine, where the agent is killed with -9, or the machine rebooted, or its power cut; or
# to the operator's journal, where pool is killed with -9. Then `pool apply`, at most three times: passed is what ends with
# exit code 0 and nothing left to change, the rules and release of the change, units active and none failed, and nothing
# left over: no armed timer, no lock, no half-arrived file, no change underway in the journal. Nobody's hand but that.
# MACHINES says how many at once (5); LOG, where one line of JSON for each run goes. Exit code 0 where all passed.
# Needs root and a C compiler; see eng/machines/drills.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/machines/drills/pools.sh
sample=${1:-0} seed=${2:-$RANDOM} at_once=${MACHINES:-5}

# What differs from one run to the next: firewall and program.
change() { # NAME NUMBER
  topology "$1" 10.77.0.2/32 "198.51.100.$((1 + $2 % 2))/32"
  release "$1" "$2"
}

agent_command() { # NAME SETTINGS: the agent of the machine, watched
  echo "exec sudo env LD_PRELOAD=/usr/local/lib/stop-at.so STOP_FILE=/agent/journal STOP_COUNT=/run/stop-count $2 $(agent_path "$1") agent"
}

agent_path() { local found; found=$(ls -d "$(disk "$1")"/opt/pooltopology/agent/*/pool); echo "${found#"$(disk "$1")"}"; }

# Stands still at the chosen moment: then the machine goes down.
await_mark() { # NAME PID
  until nsenter_run "$1" test -e /run/stop-mark; do
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.05
  done
}

nsenter_run() { # NAME COMMAND: inside the machine, without SSH
  local pid; pid=$("$machines" leader "$prefix" "$1") && shift && nsenter --target "$pid" --mount --pid -- "$@"
}

run_one() { # NAME NUMBER WHO HOW MOMENT
  local name=$1 out=run-$2 codes='' code problem='' applying i
  change "$name" "$2"
  case $3:$4 in
    agent:killed)
      nsenter_run "$name" rm -f /run/stop-count
      apply "$name" "$out" --agent-command "$(agent_command "$name" "STOP_AT=$5")" || true ;;
    agent:*)
      nsenter_run "$name" rm -f /run/stop-count /run/stop-mark
      apply "$name" "$out" --agent-command "$(agent_command "$name" "STOP_AT=$5 STOP_MARK=/run/stop-mark")" & applying=$!
      if await_mark "$name" "$applying"; then
        if [ "$4" = rebooted ]; then press_button "$name" > /dev/null
        else "$machines" power-cut "$prefix" "$name"; "$machines" power-on "$prefix" "$name"; fi
      fi
      wait "$applying" || true ;;
    pool:*)
      rm -f "$work/$name/count"
      PRELOAD="LD_PRELOAD=$work/stop-at.so STOP_FILE=/audit.ndjson STOP_COUNT=$work/$name/count STOP_AT=$5" apply "$name" "$out" || true ;;
  esac
  fresh_ssh "$name" 60 || problem="not reachable"
  for i in 1 2 3; do
    code=0; apply "$name" "$out-again" || code=$?
    codes="$codes${codes:+ }$code"
    if [ "$code" = 0 ] && grep -q '"changes":0' "$work/$name/$out-again.ndjson"; then break; fi
  done
  { [ "$code" = 0 ] && grep -q '"changes":0' "$work/$name/$out-again.ndjson"; } \
    || problem="$problem; apply ended with $codes: $(head -n 1 "$work/$name/$out-again.err")"
  problem="$problem$(leftovers "$name" "$2")"
  printf '{"run":%s,"machine":"%s","who":"%s","how":"%s","moment":%s,"stopped_exit":%s,"then_apply":"%s","problem":"%s"}\n' \
    "$2" "$name" "$3" "$4" "$5" "$(cat "$work/$name/$out.code")" "$codes" "${problem//\"/\'}" >> "$log"
  say "run $2 $name: $3 $4 at moment $5: pool ended with $(cat "$work/$name/$out.code"), then $codes${problem:+: FAILED: $problem}" >&2
}

leftovers() { # NAME NUMBER
  local disk unit left; disk=$(disk "$1")
  # The alarm of an agent that was killed rings once more, finds nothing overdue in the journal, and is gone.
  for _ in $(seq 30); do
    left=$("$machines" ssh "$prefix" "$1" "systemctl list-units --failed --plain --no-legend; systemctl list-timers --all --plain --no-legend 'pooltopology-*'")
    [ -n "$left" ] || break
    sleep 1
  done
  [ -z "$left" ] || printf '; failed units or timers: %s' "${left//$'\n'/, }"
  grep -q "# release $2\$" "$disk/$(release_of "$1")/bin/cardano-node" || printf '; not release %s' "$2"
  rules_of "$1" | grep "198.51.100.$((1 + $2 % 2))" > /dev/null || printf '; not the rules of the change'
  for unit in bp relay; do
    [ "$("$machines" ssh "$prefix" "$1" systemctl is-active "cardano-node@$unit")" = active ] || printf '; %s is not active' "$unit"
  done
  [ -z "$(ls -A "$disk/opt/pooltopology/incoming" 2>/dev/null)" ] || printf '; half-arrived files'
  [ -z "$(find "$disk/opt/pooltopology" "$disk/etc/pooltopology" "$disk/etc/cardano-node" "$disk/var/lib/pooltopology/agent" -name '*.new')" ] \
    || printf '; unfinished files'
  journal "$1" | grep -o '"entry":"\(lock\|unlock\)"' | tail -n 1 | grep unlock > /dev/null || printf '; a lock is left'
  journal "$1" | grep -o '"entry":"\(activate\|revert\|complete\)"' | tail -n 1 | grep complete > /dev/null || printf '; a change is underway'
}

# How many moments there are: one undisturbed change of the first machine, counted.
count_moments() {
  nsenter_run m1 rm -f /run/stop-count
  change m1 1
  PRELOAD="LD_PRELOAD=$work/stop-at.so STOP_FILE=/audit.ndjson STOP_COUNT=$work/m1/count" \
    apply m1 counted --agent-command "$(agent_command m1 '')" || { cat "$work/m1/counted.err"; return 1; }
  of_agent=$(nsenter_run m1 stat -c %s /run/stop-count) of_pool=$(stat -c %s "$work/m1/count")
  say "a change has $of_agent moments in the agent's journal and $of_pool in pool's"
}

schedule() {
  local moment how number=1
  {
    for ((moment = 1; moment <= of_agent; moment++)); do
      for how in killed rebooted power-cut; do echo "agent $how $moment"; done
    done
    for ((moment = 1; moment <= of_pool; moment++)); do echo "pool killed $moment"; done
  } | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort -n | cut -d' ' -f2- \
    | { if [ "$sample" = 0 ]; then cat; else sed -n "1,${sample}p"; fi; } \
    | while read -r how; do number=$((number + 1)); echo "$number $how"; done
}

work_off() { # NAME
  local number who how moment
  while { exec 8< "$work/schedule.lock"; flock 8; read -r number who how moment < "$work/schedule"; sed -i 1d "$work/schedule"; flock -u 8; [ -n "${number:-}" ]; }; do
    run_one "$1" "$number" "$who" "$how" "$moment"
    number=
  done
}

boot_pools "$at_once" 20
log=${LOG:-$work/crashes.ndjson}
: > "$log"; : > "$work/schedule.lock"
cc -O2 -shared -fPIC -o "$work/stop-at.so" eng/machines/drills/stop-at.c
for name in "${names[@]}"; do install -m 0644 "$work/stop-at.so" "$(disk "$name")/usr/local/lib/stop-at.so"; done
count_moments
schedule > "$work/schedule"
total=$(wc -l < "$work/schedule")
say "seed $seed, $total runs"
for name in "${names[@]}"; do work_off "$name" & done
wait
echo "who, how: runs, ended well by themselves, needed one apply, needed two, failed"
jq -r '[.who + " " + .how, .then_apply, .problem, .stopped_exit] | @tsv' "$log" | sort | awk -F'\t' '
  { n[$1]++; if ($3 != "") bad[$1]++; else if ($2 == "0" && $4 == 0) self[$1]++; else if ($2 == "0" || $2 == "0 0" || $2 == "5 0") one[$1]++; else two[$1]++ }
  END { for (k in n) printf "  %-18s %4d %4d %4d %4d %4d\n", k, n[k], self[k], one[k], two[k], bad[k] }' | sort
failed=$(jq -s '[.[] | select(.problem != "")] | length' "$log") finished=$(wc -l < "$log")
say "seed $seed: $finished runs, $failed failed"
[ "$failed" = 0 ] && [ "$finished" = "$total" ]
