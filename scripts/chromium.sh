#!/usr/bin/env bash
# chromium.sh: print the path of the browser that tests drive.
# HEADGATE_CHROMIUM names another one.
set -euo pipefail
here=$(dirname "${BASH_SOURCE[0]}")

if [[ -n ${HEADGATE_CHROMIUM:-} ]]; then
  echo "$HEADGATE_CHROMIUM"
  exit
fi
exec "$here/need.sh" chromium chromium chromium-browser google-chrome
