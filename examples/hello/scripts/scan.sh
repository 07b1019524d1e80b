#!/bin/sh
# scan.static_and_licence: the shell reads the program without running it.
. scripts/lib.sh
mkdir -p packages
sh -n app/hello 2>&1 | tee packages/scan.txt
echo "app/hello is well-formed" >>packages/scan.txt
give scan_report @packages/scan.txt
