#!/bin/sh
# source config.compare: does live run what was put there last?
. scripts/lib.sh
drift=0
[ "$(readlink live/current 2>/dev/null)" = "$(cat live/wanted 2>/dev/null)" ] || drift=1
restored=true
[ "$drift" = 0 ] || restored=false
echo "{\"drift\": $drift, \"restored\": $restored}" >"$HEADGATE_OUTPUTS"
