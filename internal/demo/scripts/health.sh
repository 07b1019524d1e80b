#!/bin/sh
# source metrics.service: real requests to the live instances, beside what the
# baseline measured.
. scripts/lib.sh
"$HEADGATE" tool health --requests 1000 --baseline "run/$HEADGATE_CASE-healthy.json" $(for i in $LIVE; do url "$i"; done) >"$HEADGATE_OUTPUTS"
