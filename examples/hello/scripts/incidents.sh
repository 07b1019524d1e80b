#!/bin/sh
# source service_desk.incidents: one file per open incident lies in live/incidents.
. scripts/lib.sh
mkdir -p live/incidents
echo "{\"open_sev12\": $(find live/incidents -type f | wc -l)}" >"$HEADGATE_OUTPUTS"
