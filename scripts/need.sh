#!/usr/bin/env bash
# need.sh PACKAGES COMMAND...: print the path of the first COMMAND there is.
# If there is none, install the Debian PACKAGES when we may; otherwise say how.
set -euo pipefail

packages=$1
shift

find_one() {
  local name
  for name in "$@"; do command -v "$name" && return; done
  return 1
}

find_one "$@" && exit
if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  echo "$1 is missing. Install it, on Debian with: sudo apt-get install -y --no-install-recommends $packages" >&2
  exit 1
fi
# shellcheck disable=SC2086 # several packages are several words
{
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
} </dev/null >&2
find_one "$@"
