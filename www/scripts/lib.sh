# Shared by the scripts beside it: messages, and installing Debian packages.
# shellcheck shell=bash
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

say() { printf 'wordlight: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# Everything that a Debian package would have to be installed for.
have_apt() { have apt-get && have dpkg-query; }

packages_missing() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

# apt_install PACKAGE...: installs what is missing; fails, having said why.
apt_install() {
  local missing log
  local -a as_root=(env)
  missing=$(packages_missing "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if ! have sudo; then
      say "installing needs root, and there is no sudo here. As root: apt-get install $missing"
      return 1
    fi
    # Without a terminal nobody could type a password.
    if [ -t 0 ]; then as_root=(sudo env); else as_root=(sudo -n env); fi
  fi
  say "installing Debian packages: $missing"
  log=$(mktemp)
  # shellcheck disable=SC2086 # one word per package
  if "${as_root[@]}" apt-get update >"$log" 2>&1 </dev/null; then :; else
    say "apt-get update failed; going on with the lists that are here"
  fi
  # shellcheck disable=SC2086
  if "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing >>"$log" 2>&1 </dev/null; then
    rm -f "$log"
  else
    tail -n 15 "$log" >&2
    rm -f "$log"
    say "could not install: $missing"
    return 1
  fi
}
