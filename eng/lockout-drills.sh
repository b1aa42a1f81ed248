#!/usr/bin/env bash
# Rolls out rule sets that cut SSH, again and again, on real machines, and takes the time until each lets a fresh
# connection in again.
#   eng/lockout-drills.sh [COUNT] [SEED]       200 drills; the seed says in which order kinds and disturbances come
# Each drill is one of ten mistakes in the rules, with shared connections or without, and one of five disturbances after the
# rules are in force: none; the agent killed with -9; the machine rebooted; its power cut; the operator's pool killed with -9.
# Passed: no fresh connection while the rules are in force; one again within the confirm time (8 s) and 5 s of the moment
# at which the change was armed, or, where the machine was started anew, of its start; the rules and the release are those
# from before, and the machine's journal says that the generation was taken back; pool ended with 5 or 8; the next
# `pool apply` has nothing left to change.
# MACHINES says how many at once (5); LOG, where one line of JSON for each drill goes (stdout has the table).
# Exit code 0 where all drills passed. Needs root; see eng/machines/drills/pools.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/machines/drills/pools.sh
count=${1:-200} seed=${2:-$RANDOM} at_once=${MACHINES:-5}
readonly confirm_seconds=8 grace=5

mistakes=(manage-other no-ssh-rule policy-only output-closed established-only other-port no-new-flows reset other-interface early-drop)
disturbances=(none agent-killed rebooted power-cut pool-killed)

# Which mistake comes as which rule set: see broken-nft. The first needs none: topology.yaml itself says so.
break_ssh() { # NAME MISTAKE
  local i
  for i in "${!mistakes[@]}"; do [ "${mistakes[i]}" != "$2" ] || break; done
  if [ "$i" = 0 ]; then topology "$1" 10.99.0.0/24 198.51.100.1/32; else topology "$1" 10.77.0.2/32 "198.51.100.$((11 + i))/32"; fi
}

# Every combination as often as possible, in an order that the seed says.
schedule() {
  local i mistake disturbance sharing all=()
  for mistake in "${mistakes[@]}"; do
    for disturbance in "${disturbances[@]}"; do
      for sharing in shared alone; do all+=("$mistake $disturbance $sharing"); done
    done
  done
  for ((i = 0; i < count; i++)); do
    ((i % ${#all[@]})) || mapfile -t all < <(printf '%s\n' "${all[@]}" | awk -v seed="$((seed + i))" 'BEGIN { srand(seed) } { print rand(), $0 }' | sort -n | cut -d' ' -f2-)
    echo "$((i + 1)) ${all[i % ${#all[@]}]}"
  done
}

# Lines of the machine's journal since the drill began.
news() { journal "$1" | tail -n "+$(($2 + 1))"; }

await_news() { # NAME SINCE PATTERN SECONDS
  local until=$((SECONDS + $4))
  until news "$1" "$2" | grep "$3" > /dev/null; do
    [ $SECONDS -lt $until ] || return 1
    sleep 0.05
  done
}

pool_of() { pgrep -f -- "^$programs/pool apply --file $work/$1/topology.yaml" || true; }

disturb() { # NAME DISTURBANCE
  local pid
  case $2 in
    agent-killed) for pid in $(agents_on "$1"); do kill -9 "$pid" 2>/dev/null || true; done ;;
    pool-killed) for pid in $(pool_of "$1"); do kill -9 "$pid" 2>/dev/null || true; done ;;
    # SSH does not lead there any more: whoever stands before the machine presses its button.
    rebooted) restarted=$(press_button "$1") ;;
    power-cut) "$machines" power-cut "$prefix" "$1"; restarted=$(uptime_now); "$machines" power-on "$prefix" "$1" 2>/dev/null || true ;;
  esac
}

drill() { # NAME NUMBER MISTAKE DISTURBANCE SHARING
  local name=$1 out=drill-$2 restarted='' since rules release generation armed locked back late='' problem='' applying code again
  since=$(journal "$name" | wc -l) rules=$(rules_of "$name") release=$(release_of "$name") generation=$(generation_of "$name")
  break_ssh "$name" "$3"
  { ALONE=$([ "$5" = shared ] || echo yes) apply "$name" "$out" || true; } &
  applying=$!
  if await_news "$name" "$since" '"entry":"complete"' 60; then
    armed=$(news "$name" "$since" | sed -n 's/.*"pending":{.*"uptimeSeconds":\([0-9.]*\).*/\1/p' | tail -n 1)
    locked=yes; fresh_ssh "$name" 0.8 && locked=no
    disturb "$name" "$4"
    if fresh_ssh "$name" 90; then
      back=$(uptime_now)
      late=$(calc "$back - (${restarted:-$armed - $confirm_seconds})")
      awk "BEGIN { exit !($late > $confirm_seconds + $grace) }" && problem="reachable after $late s"
    else problem="not reachable within 90 s"; fi
    [ "$locked" = yes ] || problem="was not locked out"
  else problem="never in force"; fi
  wait "$applying" || true
  code=$(cat "$work/$name/$out.code")
  case $4:$code in *:5 | *:8 | pool-killed:137) ;; *) problem="${problem:+$problem; }pool ended with $code: $(head -n 1 "$work/$name/$out.err")" ;; esac
  await_news "$name" "$since" '"entry":"revert"' 20 || problem="${problem:+$problem; }no revert in the journal"
  # What is taken back is finished a moment after it lets us in.
  await_news "$name" "$(($(journal "$name" | grep -n '"entry":"revert"' | tail -n 1 | cut -d: -f1) - 0))" '"entry":"complete"' 30 \
    || problem="${problem:+$problem; }the revert is not finished"
  [ "$(rules_of "$name")" = "$rules" ] || problem="${problem:+$problem; }other rules than before"
  [ "$(release_of "$name")" = "$release" ] || problem="${problem:+$problem; }another release than before"
  [ "$(generation_of "$name")" = "$generation" ] || problem="${problem:+$problem; }generation $(generation_of "$name"), not $generation"
  topology "$name" 10.77.0.2/32 198.51.100.1/32
  apply "$name" "$out-again" || true
  again=$(cat "$work/$name/$out-again.code")
  if [ "$again" = 5 ]; then apply "$name" "$out-again" || true; again="5, $(cat "$work/$name/$out-again.code")"; fi
  case $again in 0 | '5, 0') ;; *) problem="${problem:+$problem; }then apply ended with $again: $(head -n 1 "$work/$name/$out-again.err")" ;; esac
  printf '{"drill":%s,"machine":"%s","mistake":"%s","disturbance":"%s","connections":"%s","reachable_after_s":%s,"pool_exit":%s,"then_apply":"%s","problem":"%s"}\n' \
    "$2" "$name" "$3" "$4" "$5" "${late:-null}" "$code" "$again" "${problem//\"/\'}" >> "$log"
  say "drill $2 $name: $3, $4, $5: reachable after ${late:-?} s, pool ended with $code, then $again${problem:+: FAILED: $problem}" >&2
}

# A machine takes the next drill as soon as it is through with one.
work_off() { # NAME
  local number mistake disturbance sharing
  while { exec 8< "$work/schedule.lock"; flock 8; read -r number mistake disturbance sharing < "$work/schedule"; sed -i 1d "$work/schedule"; flock -u 8; [ -n "${number:-}" ]; }; do
    drill "$1" "$number" "$mistake" "$disturbance" "$sharing"
    number=
  done
}

table() { # FIELD
  jq -r "[.$1 // \"$1\", (.reachable_after_s // 999), (if .problem == \"\" then 0 else 1 end)] | @tsv" "$log" | sort -k1,1 -k2,2n | awk -F'\t' '
    function out() { if (n) printf "  %-18s %4d drills   median %5.1f s   worst %5.1f s   %d failed\n", key, n, time[int((n + 1) / 2)], time[n], bad }
    $1 != key { out(); key = $1; n = bad = 0 }
    { time[++n] = $2; bad += $3 }
    END { out() }'
}

boot_pools "$((at_once < count ? at_once : count))" "$confirm_seconds"
log=${LOG:-$work/drills.ndjson}
: > "$log"; : > "$work/schedule.lock"
schedule > "$work/schedule"
say "seed $seed, $count drills"
for name in "${names[@]}"; do work_off "$name" & done
wait
for field in mistake disturbance connections; do echo "by $field:"; table "$field"; done
echo "all:"; table drills
failed=$(jq -s '[.[] | select(.problem != "")] | length' "$log") done=$(wc -l < "$log")
say "seed $seed: $done drills, $failed failed"
[ "$failed" = 0 ] && [ "$done" = "$count" ]
