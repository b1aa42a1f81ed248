#!/usr/bin/env bash
# How long `pool apply` takes on many machines, and how long ansible-core takes for the same, in the same run.
#   bench/fleet.sh POOL [MACHINES]      e.g. bench/fleet.sh artifacts/publish/pool 50
# POOL is a published single-file pool. Needs root, openssh-server and nftables; ansible-core where it shall be compared.
# A machine is a network namespace with an sshd and its own /etc, /opt, /root, /run and /var/lib. Its systemctl is a stand-in
# that remembers what runs; its nft, its kernel's rules and everything else are real. All that is made has the prefix ss-f.
set -euo pipefail
pool=$(realpath "${1:?the published pool}") machines=${2:-50}
[[ $EUID == 0 ]] || { echo "needs root" >&2; exit 1; }
work=$(mktemp -d /tmp/ss-f.XXXX) pids=()

# A group of its own: what others do on this computer shall count little, and processor time is that of all machines together.
for kind in cpu cpuacct; do
  if mkdir -p "/sys/fs/cgroup/$kind/ss-f" 2>/dev/null; then echo $$ >"/sys/fs/cgroup/$kind/ss-f/cgroup.procs"; fi
done
[[ -w /sys/fs/cgroup/cpu/ss-f/cpu.shares ]] && echo 262144 >/sys/fs/cgroup/cpu/ss-f/cpu.shares

cleanup() {
  for socket in "$work"/run/pool-*/* "$work"/ansible-cp/*; do
    [[ -S $socket ]] && ip netns exec ss-f-op ssh -o ControlPath="$socket" -O exit x 2>/dev/null
  done
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done
  wait 2>/dev/null
  for space in $(ip netns list | awk '/^ss-f-/ { print $1 }'); do ip netns delete "$space"; done
  rm -rf "$work"
  for kind in cpu cpuacct; do
    echo $$ >"/sys/fs/cgroup/$kind/cgroup.procs"
    for ((i = 0; i < 50; i++)); do rmdir "/sys/fs/cgroup/$kind/ss-f" && break; sleep 0.1; done
  done 2>/dev/null
}
trap 'cleanup || true' EXIT
trap 'exit 1' INT TERM HUP

# ---- machines -------------------------------------------------------------------------------------------------------------
cat >"$work/systemctl" <<'SH'
#!/bin/sh
verb=$1; shift
if [ "$verb" = show ]; then
  while [ "$1" != -- ]; do shift; done; shift
  for unit; do
    active=inactive; [ -e "/run/units/active-$unit" ] && active=active
    enabled=disabled; [ -e "/run/units/enabled-$unit" ] && enabled=enabled
    printf 'Id=%s\nLoadState=loaded\nActiveState=%s\nSubState=running\nUnitFileState=%s\nNRestarts=0\nStateChangeTimestamp=@1\nMainPID=1\nResult=success\nNeedDaemonReload=no\n\n' "$unit" $active $enabled
  done
  exit 0
fi
for unit; do :; done
case $verb in
  start|restart) : >"/run/units/active-$unit";;
  stop) rm -f "/run/units/active-$unit";;
  enable) : >"/run/units/enabled-$unit";;
  disable) rm -f "/run/units/enabled-$unit";;
esac
exit 0
SH
printf '#!/bin/sh\nexit 0\n' >"$work/systemd-run"
mkdir -p "$work"/{etc,host,programs,run,agent/pooltopology/agent,ansible-cp,net}
chmod 755 "$work" "$work/systemctl" "$work/systemd-run"
ssh-keygen -q -t ed25519 -N "" -f "$work/id"
ssh-keygen -q -t ed25519 -N "" -f "$work/host/key"
printf 'Host *\n  User root\n  IdentityFile %s\n  IdentitiesOnly yes\n  UserKnownHostsFile /dev/null\n' "$work/id" >"$work/ssh_config"
hostkey=$(cut -d' ' -f1,2 "$work/host/key.pub")

# The agent is there already, as after the first apply of any earlier day; how long it travels is measured by itself below.
digest=$(sha256sum "$pool" | cut -d' ' -f1)
mkdir -p "$work/agent/pooltopology/agent/$digest"
cp "$pool" "$work/agent/pooltopology/agent/$digest/pool"
ln "$work/agent/pooltopology/agent/$digest/pool" "$work/programs/pool"
printf '#!/bin/sh\nexec sleep 100000\n' >"$work/programs/cardano-node"; chmod 755 "$work/programs/cardano-node"

cat >"$work/machine" <<SH
#!/bin/sh
# Runs in namespaces of its own: \$1 name, \$2 address, \$3 lower folder of /opt.
mount -t tmpfs tmpfs /mnt; mkdir -p /mnt/eu /mnt/ew /mnt/ou /mnt/ow /mnt/vu /mnt/vw
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/eu,workdir=/mnt/ew /etc
mount -t overlay overlay -o lowerdir=\$3,upperdir=/mnt/ou,workdir=/mnt/ow /opt
mount -t overlay overlay -o lowerdir=/var/lib,upperdir=/mnt/vu,workdir=/mnt/vw /var/lib
mount -t tmpfs tmpfs /run; mount -t tmpfs -o mode=700 tmpfs /root; mkdir -p /run/sshd /run/systemd /run/units
mount --bind $work/systemctl /usr/bin/systemctl; mount --bind $work/systemd-run /usr/bin/systemd-run
echo "\$1" | md5sum | cut -c1-32 >/etc/machine-id; hostname "\$1"
install -d -m 700 /etc/cardano-node/keys/bp
for key in kes.skey vrf.skey node.cert; do echo '{}' >/etc/cardano-node/keys/bp/\$key; chmod 400 /etc/cardano-node/keys/bp/\$key; done
cat >/run/sshd_config <<CONF
ListenAddress \$2
HostKey $work/host/key
AuthorizedKeysFile $work/id.pub
StrictModes no
PidFile none
CONF
exec /usr/sbin/sshd -D -f /run/sshd_config
SH
chmod 755 "$work/machine"; : >"$work/empty"; mkdir "$work/none"

echo "machines: $machines, $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
start=$EPOCHREALTIME
ip netns add ss-f-sw; ip -n ss-f-sw link add br0 type bridge; ip -n ss-f-sw link set br0 up
attach() { # NAMESPACE ADDRESS
  ip netns add "$1"; ip link add "v$3" netns ss-f-sw type veth peer name eth0 netns "$1"
  ip -n ss-f-sw link set "v$3" master br0 up
  ip -n "$1" addr add "$2/16" dev eth0; ip -n "$1" link set eth0 up; ip -n "$1" link set lo up
}
attach ss-f-op 10.78.0.1 op
for ((i = 1; i <= machines + 1; i++)); do
  attach "ss-f-$i" "10.78.1.$i" "$i"
  lower="$work/agent"; ((i > machines)) && lower="$work/none"
  ip netns exec "ss-f-$i" unshare -m -u -p --fork --kill-child --mount-proc --propagation private "$work/machine" "m$i" "10.78.1.$i" "$lower" &
  pids+=($!)
done
for ((i = 1; i <= machines + 1; i++)); do
  until ip netns exec "ss-f-$i" ss -Hltn 'sport = :22' | grep -q .; do sleep 0.05; done
done

# The nodes' metrics: one process with a socket in each machine; the tip follows the clock.
cat >"$work/metrics" <<'PY'
import ctypes, selectors, socket, sys, time
NETWORK = 0x40000000  # CLONE_NEWNET
ready = selectors.DefaultSelector()
for i in range(1, int(sys.argv[1]) + 1):
    with open(f"/run/netns/ss-f-{i}") as space:
        if ctypes.CDLL(None).setns(space.fileno(), NETWORK) != 0:
            sys.exit(f"no namespace ss-f-{i}")
    door = socket.create_server((f"10.78.1.{i}", 12798), backlog=16)
    ready.register(door, selectors.EVENT_READ)
names = ("slotNum", "blockNum", "peerSelection_Hot", "Forge_about_to_lead", "forging_enabled", "remainingKESPeriods")
while True:
    for key, _ in ready.select():
        caller, _ = key.fileobj.accept()
        caller.settimeout(1)
        now = int(time.time() * 10)
        values = (now, now // 20, 2, now, 1, 40)
        text = "".join(f"cardano_node_metrics_{name}_int {value}\n" for name, value in zip(names, values))
        try:
            caller.recv(4096)
            caller.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\nConnection: close\r\n\r\n{text}".encode())
        except OSError:
            pass
        caller.close()
PY
python3 "$work/metrics" "$((machines + 1))" &
pids+=($!)
printf 'machines started: %.1f s\n' "$(bc <<<"$EPOCHREALTIME - $start")"

# ---- the plan ---------------------------------------------------------------------------------------------------------------
plan_of() { # FIRST LAST
  echo "version: 1"; echo "pool: { name: Fleet, ticker: FLEET, network: ./net }"; echo "engine: cardano-node"; echo "machines:"
  for ((i = $1; i <= $2; i++)); do echo "  m$i: { address: 10.78.1.$i, zone: z$((i % 5)), ssh: { hostKey: $hostkey } }"; done
  echo "producers:"; echo "  bp: { machine: m$1, port: 3001 }"; echo "relays:"
  for ((i = $1 + 1; i <= $2 && i <= $1 + 5; i++)); do echo "  r$i: { machine: m$i, port: 3001 }"; done
  (($2 > $1 + 5)) && echo "observers:"
  for ((i = $1 + 6; i <= $2; i++)); do echo "  o$i: { machine: m$i, port: 3001, follows: [r$(($1 + 1 + i % 5))] }"; done
  echo "access: { manage: [10.78.0.0/25], scrape: [10.78.0.8/32], time: [10.78.0.5] }"
  echo "rollout: { hold: 0s, batch: $(( $2 - $1 < 6 ? 1 : 4 )) }"
}
config() { # VERSION
  local era; printf '{ "version": %s' "$1"; for era in Byron Shelley Alonzo Conway; do printf ', "%sGenesisFile": "genesis.json"' $era; done; echo ' }'
}
echo '{}' >"$work/net/genesis.json"
config 1 >"$work/net/config.json"
plan_of 1 "$machines" >"$work/topology.yaml"
apply() {
  ip netns exec ss-f-op env XDG_RUNTIME_DIR="$work/run" "$work/programs/pool" apply -f "$work/topology.yaml" --state "$work/state" \
    --ssh-config "$work/ssh_config" --programs "$work/programs" --parallel "$machines" --auto-approve \
    --ignore-slots "nothing forges here" "$@"
}
work_done() { cat /sys/fs/cgroup/cpuacct/ss-f/cpuacct.usage 2>/dev/null || echo 0; }
timed() { # NAME COMMAND...
  local name=$1 begun before done=0; shift
  begun=$EPOCHREALTIME before=$(work_done)
  "$@" >"$work/out" 2>&1 || done=$?
  printf '%-66s %6.2f s  %6.2f s of processors\n' "$name" "$(bc <<<"$EPOCHREALTIME - $begun")" "$(bc -l <<<"($(work_done) - $before) / 1000000000")"
  ((done == 0)) || { cat "$work/out"; echo "FAILED ($done): $name"; return 1; }
}
timed "pool: first apply, $machines machines" apply
[[ -n ${VERBOSE:-} ]] && cat "$work/out"
tail -1 "$work/out"
for run in 1 2 3 4 5; do timed "pool: apply again, nothing to do (run $run)" apply; done
tail -1 "$work/out"
for socket in "$work"/run/pool-*/*; do ip netns exec ss-f-op ssh -o ControlPath="$socket" -O exit x 2>/dev/null || true; done
timed "pool: the same without standing connections" apply
for run in 1 2; do
  config $((run + 1)) >"$work/net/config.json"
  timed "pool: one file changes on every machine, nodes restart (run $run)" apply
  grep -m1 'to change' "$work/out" || true
  [[ -n ${VERBOSE:-} ]] && grep -E '^ +[0-9.]+ s' "$work/out"
done
timed "pool: apply again, nothing to do" apply

# ---- the agent's way to a machine ---------------------------------------------------------------------------------------------
cat >"$work/one.yaml" <<YAML
version: 1
pool: { name: One, ticker: ONE, network: ./net }
engine: cardano-node
machines:
  m1: { address: 10.78.1.1, ssh: { hostKey: $hostkey } }
  new: { address: 10.78.1.$((machines + 1)), ssh: { hostKey: $hostkey } }
producers:
  bp: { machine: m1, port: 3001 }
relays:
  r: { machine: new, port: 3001 }
access: { manage: [10.78.0.0/25] }
YAML
timed "pool: plan for one machine that has no agent" ip netns exec ss-f-op env XDG_RUNTIME_DIR="$work/run" "$work/programs/pool" plan \
  -f "$work/one.yaml" --state "$work/state-one" --ssh-config "$work/ssh_config" --programs "$work/programs" || true

# ---- ansible ------------------------------------------------------------------------------------------------------------------
command -v ansible-playbook >/dev/null || { echo "ansible-core is not installed: nothing to compare with"; exit 0; }
{
  echo "[fleet]"; for ((i = 1; i <= machines; i++)); do echo "m$i ansible_host=10.78.1.$i"; done
  echo "[fleet:vars]"; echo "ansible_python_interpreter=/usr/bin/python3"
} >"$work/inventory"
cat >"$work/ansible.cfg" <<CONF
[defaults]
forks = 25
host_key_checking = False
[ssh_connection]
pipelining = True
ssh_args = -F $work/ssh_config -o StrictHostKeyChecking=no -o ControlMaster=auto -o ControlPersist=300
control_path_dir = $work/ansible-cp
CONF
cat >"$work/play.yaml" <<YAML
- hosts: fleet
  gather_facts: false
  tasks:
    - template: { src: $work/config.j2, dest: /etc/fleet.json }
YAML
ansible_run() {
  ip netns exec ss-f-op env ANSIBLE_CONFIG="$work/ansible.cfg" ANSIBLE_LOCAL_TEMP="$work/ansible-tmp" \
    ansible-playbook -i "$work/inventory" "$work/play.yaml" "$@"
}
echo "ansible: $(ansible --version | head -1), forks 25, pipelining, its connections stay as well"
echo '{ "version": 1, "name": "{{ inventory_hostname }}" }' >"$work/config.j2"
timed "ansible: first run" ansible_run
timed "ansible: --check, nothing to do (run 1)" ansible_run --check
timed "ansible: --check, nothing to do (run 2)" ansible_run --check
echo '{ "version": 2, "name": "{{ inventory_hostname }}" }' >"$work/config.j2"
timed "ansible: one file changes on every machine" ansible_run
