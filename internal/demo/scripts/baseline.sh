#!/bin/sh
# config.baseline: what the live instances really run, and how they do.
. scripts/lib.sh
case $HEADGATE_STEP in
pre_baseline) name=before ;;
*) name=after ;;
esac
baseline >"run/baseline-$name.txt"
cat "run/baseline-$name.txt"
if [ "$name" = before ]; then
	"$HEADGATE" tool sample --requests 1000 $(for i in $LIVE; do url "$i"; done) >run/healthy.json
	cat run/healthy.json
fi
give "$name=$(keep "run/baseline-$name.txt")"
