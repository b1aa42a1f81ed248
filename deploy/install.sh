#!/bin/sh
# Installs published programs of PoolTopology on a computer without Debian packages; upgrades and removes them too.
#   install.sh [--prefix DIR] [--from DIR]      checks, copies, switches over in one step; says what it did
#   install.sh --check [--from DIR]             only checks
#   install.sh --back [--prefix DIR]            the version before the present one
#   install.sh --uninstall [--prefix DIR]       removes what it installed, and nothing else
# DIR is /usr/local and the folder of this script. The folder must have the programs and their SHA256SUMS; compare
# SHA256SUMS with the one that its maker published elsewhere. Nothing is fetched, and no service is started.
set -eu
umask 022

say() { printf '%s\n' "$*"; }
fail() { printf 'install.sh: %s\n' "$1" >&2; [ $# -lt 2 ] || printf 'install.sh: %s\n' "$2" >&2; exit 1; }
usage() { sed -n '2,8s/^# \{0,1\}//p' "$0"; }

prefix=/usr/local
from=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
act=install
while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --from)
      [ $# -ge 2 ] || { usage >&2; exit 64; }
      if [ "$1" = --prefix ]; then prefix=${2%/}; else from=$2; fi
      shift ;;
    --check | --back | --uninstall) act=${1#--} ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 64 ;;
  esac
  shift
done
case $prefix in /*) ;; *) fail "--prefix $prefix: must begin with /" ;; esac

programs='pool pool-relay pool-producer pool-keys'
home=$prefix/lib/pooltopology
files=$home/files # what lies outside of $home, one path a line

# Renames a link over the present one: there is no moment without it.
point() { ln -sfn -- "$1" "$2.new" && mv -fT -- "$2.new" "$2"; }

check() {
  [ "$(uname -s)" = Linux ] || fail "this is $(uname -s); the programs run on Linux"
  cd -- "$from" || fail "$from is not a folder"
  [ -f SHA256SUMS ] || fail "$from has no SHA256SUMS" "name the folder of the published programs with --from"
  for program in $programs; do
    grep -q "^[0-9a-f]\{64\}  $program\$" SHA256SUMS || fail "SHA256SUMS has no line for $program"
  done
  sha256sum -c --quiet SHA256SUMS >&2 || fail "the files are not those that SHA256SUMS names" "fetch them again; nothing was changed"
  case $(od -An -t u2 -j 18 -N 2 pool | tr -d ' ') in
    62) wanted=x86_64 ;;
    183) wanted=aarch64 ;;
    *) fail "$from/pool is not for x86_64 or aarch64" ;;
  esac
  [ "$(uname -m)" = "$wanted" ] || fail "the programs are for $wanted, this computer is $(uname -m)"
  version=$(./pool --version 2>&1) || fail "pool does not run here: $version" "it needs glibc 2.27 or later, libstdc++6 and OpenSSL 3 or 1.1"
  hash=$(sha256sum SHA256SUMS | cut -c1-16)
  command -v ssh >/dev/null 2>&1 || say "note: ssh is not installed: pool apply needs it"
  command -v nft >/dev/null 2>&1 || say "note: nft is not installed: pool up --isolate needs it, and so does every machine of a pool"
  [ -d /run/systemd/system ] || say "note: systemd does not run here: this computer cannot be a machine of a pool"
  say "checked: pool $version for $wanted, four programs as SHA256SUMS has them"
}

room() {
  place=$prefix
  while [ ! -d "$place" ]; do place=$(dirname -- "$place"); done
  free=$(df -Pk -- "$place" | awk 'NR == 2 { print $4 }')
  need=$(cd -- "$from" && wc -c pool pool-relay pool-producer pool-keys | awk 'END { print int($1 / 1024) + 10240 }')
  [ "$free" -gt "$need" ] || fail "$place has $((free / 1024)) MiB free, $((need / 1024)) MiB are needed" "nothing was changed"
  [ -w "$place" ] || fail "$place cannot be written" "run as root, or name a folder of yours with --prefix"
}

# Manual pages and completion, as the present programs write them.
papers() {
  mkdir -p -- "$prefix/share/man/man1" "$prefix/share/man/man5" "$prefix/share/bash-completion/completions" \
    "$prefix/share/zsh/site-functions" "$prefix/share/fish/vendor_completions.d"
  pages=$(mktemp -d)
  : >"$files.new"
  for program in $programs; do
    "$home/current/$program" internal-man "$pages" --date "$(date +%F)"
    keep "$prefix/share/bash-completion/completions/$program" completion bash
    keep "$prefix/share/zsh/site-functions/_$program" completion zsh
    keep "$prefix/share/fish/vendor_completions.d/$program.fish" completion fish
  done
  for page in "$pages"/*; do
    target=$prefix/share/man/man${page##*.}/${page##*/}
    cp -- "$page" "$target" && printf '%s\n' "$target" >>"$files.new"
  done
  rm -rf -- "$pages"
  mv -- "$files.new" "$files"
}
keep() {
  target=$1; shift
  "$home/current/$program" "$@" >"$target" && printf '%s\n' "$target" >>"$files.new"
}

install_programs() {
  check
  room
  foreign
  before=$(readlink -- "$home/current" 2>/dev/null || true)
  release=$home/releases/$hash
  if [ ! -d "$release" ]; then
    rm -rf -- "$home/incoming"
    mkdir -p -- "$home/releases" "$home/incoming"
    for program in $programs; do
      cp -- "$from/$program" "$home/incoming/$program" && chmod 0755 -- "$home/incoming/$program"
    done
    cp -- "$from/SHA256SUMS" "$home/incoming/SHA256SUMS"
    (cd -- "$home/incoming" && sha256sum -c --quiet SHA256SUMS) || fail "the copy is not whole" "nothing was changed"
    sync -- "$home/incoming" 2>/dev/null || sync
    mv -- "$home/incoming" "$release"
  fi
  [ -z "$before" ] || [ "$before" = "releases/$hash" ] || point "$before" "$home/previous"
  point "releases/$hash" "$home/current"
  links
  papers
  prune
  case $before in
    '') say "installed: $prefix/bin/{pool,pool-relay,pool-producer,pool-keys}, version $version" ;;
    "releases/$hash") say "nothing to do: version $version was installed already" ;;
    *) say "upgraded: $prefix/bin/pool is version $version now; install.sh --back returns to the one before" ;;
  esac
}

foreign() {
  for program in $programs; do
    [ ! -e "$prefix/bin/$program" ] || [ -L "$prefix/bin/$program" ] \
      || fail "$prefix/bin/$program is there and was not installed by this script" "move it away, or choose another --prefix"
  done
}

links() {
  mkdir -p -- "$prefix/bin"
  for program in $programs; do point "../lib/pooltopology/current/$program" "$prefix/bin/$program"; done
}

# Two versions stay: the present one and the one before.
prune() {
  for release in "$home"/releases/*; do
    case releases/${release##*/} in
      "$(readlink -- "$home/current")" | "$(readlink -- "$home/previous" 2>/dev/null || true)") ;;
      *) rm -rf -- "$release" ;;
    esac
  done
}

back() {
  [ -d "$home/previous" ] || fail "no version before the present one is in $home"
  now=$(readlink -- "$home/current")
  point "$(readlink -- "$home/previous")" "$home/current"
  point "$now" "$home/previous"
  papers
  say "back: $prefix/bin/pool is version $("$home/current/pool" --version) again"
}

uninstall() {
  [ -d "$home" ] || fail "nothing of PoolTopology is installed in $prefix"
  for program in $programs; do
    case $(readlink -- "$prefix/bin/$program" 2>/dev/null || true) in
      ../lib/pooltopology/*) rm -- "$prefix/bin/$program" ;;
    esac
  done
  if [ -f "$files" ]; then
    while IFS= read -r file; do rm -f -- "$file"; done <"$files"
  fi
  rm -rf -- "$home"
  say "removed: the programs, their manual and completion from $prefix; topology files, keys and state folders are left alone"
}

case $act in
  check) check ;;
  install) install_programs ;;
  back) back ;;
  uninstall) uninstall ;;
esac
