#!/bin/sh
# pipeline.smoke: put the sealed package on the staging instance and see whether
# it lives: it starts, stores, and answers.
. scripts/lib.sh
alone
package=$("$HEADGATE" tool package "$HEADGATE_CASE")
deploy staging "$package"
"$HEADGATE" tool sample --requests 200 "$(url staging)" >run/smoke.json
cat run/smoke.json
give "smoke_report=$(keep run/smoke.json)"
