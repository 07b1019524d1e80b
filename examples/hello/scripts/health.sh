#!/bin/sh
# source metrics.service: run what is live a thousand times; the slowest but one of twenty rounds stands for the p95.
# What it is compared with is the first measurement.
. scripts/lib.sh
measure() {
	failed=0
	: >live/rounds
	for _ in $(seq 20); do
		begin=$(date +%s%N)
		for _ in $(seq 50); do sh live/current/hello >/dev/null || failed=$((failed + 1)); done
		echo $((($(date +%s%N) - begin) / 50000)) >>live/rounds
	done
	p95=$(sort -n live/rounds | sed -n 19p)
}
measure
[ -e live/baseline ] || echo "$failed $p95" >live/baseline
read -r failed_before p95_before <live/baseline
rate() { awk "BEGIN {print $1 / 1000}"; }
cat >"$HEADGATE_OUTPUTS" <<END
{"error_rate": $(rate "$failed"), "p95": $p95, "baseline_error_rate": $(rate "$failed_before"),
 "baseline_p95": $p95_before, "samples": 1000, "sev1": 0}
END
