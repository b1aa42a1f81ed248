#!/usr/bin/env bash
# Rolls good releases out, relays first and the producer last, over three real machines whose pool forges on a fast devnet,
# and counts the pool's own slots that have no block. Then restarts the producer as often without asking anybody, and
# counts again: what a rollout that does not know the schedule would cost.
#   eng/rollouts.sh [COUNT] [SEED]       50 rollouts; the seed says when the naive restarts come
# MINUTES: no rollout begins later; there are then as many naive restarts as there were rollouts.
# Exit code 0 where every rollout went through and missed none. Needs root; see eng/machines/forging-pool.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. eng/machines/forging-pool.sh
count=${1:-50} seed=${2:-$RANDOM}
RANDOM=$seed

boot_pool 1s 90s
say "seed $seed, $count rollouts; the pool forges ($work)"
sleep 3

# How long a restart takes is guessed at until three were measured, and a window as long as the guess is rare on a chain as
# fast as this one. These three do not count.
for measured in a b c; do
  good_release "$measured"
  apply "$measured" --ignore-slots 'measuring how long a restart takes'
done

begin_rollouts=$(now) failed=0
for ((i = 1; i <= count; i++)); do
  if [ $SECONDS -ge $((${MINUTES:-100000} * 60)) ]; then
    count=$((i - 1))
    say "the time is over after $count rollouts"
    break
  fi
  good_release "$i"
  begun=$SECONDS code=0
  apply "$i" || code=$?
  away=$(grep -o '"away_seconds":[0-9.]*' "$work/apply-$i.ndjson" | cut -d: -f2 | tr '\n' ' ')
  say "rollout $i: exit $code after $((SECONDS - begun)) s; machines away for $away s"
  [ $code = 0 ] || { failed=$((failed + 1)); cat "$work/apply-$i.err"; }
done
end_rollouts=$(now)
sleep 3

begin_naive=$(now)
for ((i = 1; i <= count; i++)); do
  sleep "$((RANDOM % 5)).$((RANDOM % 10))"
  pid=$(producer_pid)
  on_vault systemctl restart pool-producer@bp.service
  await_forging "$pid"
done
end_naive=$(now)
say "$count naive restarts done"

take_stock
rollouts=$(missed "$begin_rollouts" "$end_rollouts")
say "$count rollouts, $failed of them not through: missed $rollouts"
say "$count naive restarts: missed $(missed "$begin_naive" "$end_naive")"
[ "$failed" = 0 ] && [[ $rollouts == "0 of "* ]]
