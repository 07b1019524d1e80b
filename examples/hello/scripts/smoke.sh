#!/bin/sh
# pipeline.smoke: does it start at all?
. scripts/lib.sh
mkdir -p packages
sh app/hello >packages/smoke.txt
give smoke_report @packages/smoke.txt
