# A pool that forges on three real machines: the producer bp on vault, relays on edge-1 and edge-2, a fast devnet. Sourced
# by scripts that roll releases out over it and count the pool's own slots that have no block.
#
# A release is a file of a few lines for each program, which become the published program. Which slots are the pool's own
# says `pool-producer schedule`, from the nonces of the chain; which have a block, the producer's journal, and the length
# of a relay's chain agrees.
# PROGRAMS: the published programs (deploy/publish.sh makes them). KEEP=1 leaves the folder with everything.
# shellcheck shell=bash

readonly slot_seconds=0.25 security_param=8
machines=$PWD/eng/machines/machines.sh
programs=${PROGRAMS:-$PWD/artifacts/publish/linux-x64}
prefix=wi$$

say() { echo "$(date -u +%H:%M:%S) $*"; }
now() { date +%s.%N; }

# shellcheck disable=SC2329 # called by a trap
remove_pool() { "$machines" down "$prefix" || true; [ -n "${KEEP:-}" ] || rm -rf "$work"; }

boot_pool() { # HOLD DEADLINE
  "$machines" check
  [ -x "$programs/pool" ] || deploy/publish.sh "$programs" >/dev/null
  work=$(mktemp -d /tmp/rollouts.XXXXXX)
  trap remove_pool EXIT
  cat > "$work/topology.yaml" <<END
version: 1
pool:
  name: Rollouts
  ticker: ROLL
  network: devnet
  devnet: { slotLength: $slot_seconds, activeSlotsCoeff: 0.05, securityParam: $security_param }
machines:
  vault: { address: 10.77.0.10, zone: a, ssh: { user: root } }
  edge-1: { address: 10.77.0.11, zone: b, ssh: { user: root } }
  edge-2: { address: 10.77.0.12, zone: c, ssh: { user: root } }
producers:
  bp: { machine: vault, port: 3001 }
relays:
  relay-1: { machine: edge-1, port: 3001 }
  relay-2: { machine: edge-2, port: 3001 }
access: { manage: [10.77.0.2/32] }
rollout: { hold: $1, deadline: $2, confirm: 20s }
END
  # Disks in memory: the slots are short, and other work on this computer's disk is not what is measured.
  run=$(MACHINES_OWNER=$$ MACHINES_TTL=14400 "$machines" up "$prefix" vault:2G edge-1:2G edge-2:2G)
  local machine
  for machine in vault edge-1 edge-2; do
    put_first "$machine"
    install -d "$run/machines/$machine/root/opt/published"
    install -m 0755 "$programs/pool-relay" "$programs/pool-producer" "$run/machines/$machine/root/opt/published/"
  done
  good_release 0
  apply 0 || { cat "$work/apply-0.err"; exit 1; }
  await_forging 0
}

# Processors too: a slot of the pool's that passes while a compiler runs says nothing about rollouts.
put_first() { # MACHINE
  local group
  for group in /sys/fs/cgroup/{cpu/,}"machines-$prefix-$1"; do
    [ ! -f "$group/cpu.shares" ] || echo 65536 > "$group/cpu.shares"
    [ ! -f "$group/cpu.weight" ] || echo 10000 > "$group/cpu.weight"
  done
}

# $program is the one that is being made; what is written becomes it.
release() { # COMMANDS of sh
  mkdir -p "$work/programs"
  # A copy: what is brought to machines must be a whole file itself.
  cp -u --reflink=auto "$programs/pool" "$programs/pool-keys" "$work/programs/"
  for program in pool-relay pool-producer; do
    { echo '#!/bin/sh'; echo "published=/opt/published/$program"; echo "$1"; } > "$work/programs/$program.new"
    chmod 0755 "$work/programs/$program.new"
    mv "$work/programs/$program.new" "$work/programs/$program"
  done
}

# shellcheck disable=SC2016 # the release's own variables
good_release() { release "# release $1"$'\nexec "$published" "$@"'; }

apply() { # NAME [OPTION...]: what happened is in apply-NAME.ndjson and .err
  "$machines" operator "$prefix" "$programs/pool" apply --file "$work/topology.yaml" --state "$work/state" \
    --programs "$work/programs" --ssh-config "$run/ssh_config" --yes --reason "rollout $1" --output ndjson "${@:2}" \
    > "$work/apply-$1.ndjson" 2> "$work/apply-$1.err"
}

on_vault() { "$machines" ssh "$prefix" vault "$@"; }

producer_pid() { on_vault systemctl show -P MainPID pool-producer@bp.service; }

await_forging() { # PID: by another process than this one
  local until=$((SECONDS + 120)) pid
  while :; do
    pid=$(producer_pid)
    if [ "$pid" != "$1" ] && on_vault journalctl -o cat _PID="$pid" | grep -q 'ready to forge'; then return; fi
    [ $SECONDS -lt $until ] || { say "the producer does not forge" >&2; return 1; }
    sleep 0.2
  done
}

# Ends the pool and finds out which slots were its own, and which of them have blocks.
take_stock() {
  # The last own slots get their blocks, and more than k further ones make the chain before them immutable.
  sleep 40
  on_vault journalctl -o cat -u pool-producer@bp.service > "$work/producer.log"
  on_vault systemctl stop pool-producer@bp.service
  "$machines" ssh "$prefix" edge-1 systemctl stop pool-relay@relay-1.service
  cp -a "$run/machines/edge-1/root/var/lib/pooltopology/relay-1/db" "$work/db"
  local devnet=$work/state/devnet key epoch nonce
  key=$(find "$work/state" -name vrf.skey | head -n 1)
  start=$(date -d "$(grep -o '"systemStart": *"[^"]*"' "$devnet/shelley-genesis.json" | cut -d'"' -f4)" +%s)
  "$programs/pool-relay" chain verify --database "$work/db" --config "$devnet/config.json" --output json > "$work/chain.json"
  awk -F'"' '/"epoch":/ { e = $3; gsub(/[^0-9]/, "", e) } /"nonce":/ { print e, $4 }' "$work/chain.json" \
    | while read -r epoch nonce; do
      "$programs/pool-producer" schedule --shelley-vrf-key "$key" --config "$devnet/config.json" --epoch "$epoch" \
        --epoch-nonce "$nonce" --relative-stake 1 --output ndjson | grep -o '"slot": *[0-9]*' | grep -o '[0-9]*$' || true
    done | sort -n > "$work/own"
  grep -o 'forged block [0-9]* in slot [0-9]*' "$work/producer.log" | awk '{ print $6 }' | sort -n > "$work/forged"
  tip=$(awk -F: '/"tip":/ { t = 1 } t && /"slot":/ { gsub(/[^0-9]/, "", $2); print $2; exit }' "$work/chain.json")
  blocks=$(awk -F: '/"blocks":/ { gsub(/[^0-9]/, "", $2); print $2; exit }' "$work/chain.json")
  in_journal=$(awk -v tip="$tip" '$1 <= tip' "$work/forged" | wc -l)
  say "the relay's chain has $blocks blocks up to slot $tip; the producer's journal tells of $in_journal"
  grep -o 'own slot [0-9]* missed' "$work/producer.log" | awk '{ print $3 }' > "$work/late" || true
  [ "$blocks" = "$in_journal" ] || { say "chain and journal do not agree" >&2; return 1; }
}

# Pre: stock was taken.
# Own slots without a block among those that began in this time: those that passed while the producer was away, and those
# for which it was there and too late, as it says itself: this computer had no processor for it in time.
missed() { # FROM TO
  awk -v start="$start" -v seconds="$slot_seconds" -v from="$1" -v to="$2" -v tip="$tip" '
    FILENAME ~ /forged$/ { forged[$1]; next }
    FILENAME ~ /late$/ { late[$1]; next }
    { at = start + $1 * seconds }
    at >= from && at <= to && $1 <= tip { own++ }
    at >= from && at <= to && $1 <= tip && !($1 in forged) { if ($1 in late) slow++; else { away++; list = list " " $1 } }
    END { printf "%d of %d own slots%s (%d more with the producer there, and too late)\n", away, own, list, slow }
    ' "$work/forged" "$work/late" "$work/own"
}
