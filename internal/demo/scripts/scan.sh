#!/bin/sh
# scan.static_and_licence: what the tools find in the sources, and the licences
# of what is linked.
. scripts/lib.sh
cd "$(cat run/repository)"
report=$OLDPWD/run/scan.txt
{
	echo "go vet ./cmd/... ./internal/..."
	go vet ./cmd/... ./internal/... && echo "no findings"
	echo
	echo "licences of the modules in the binary"
	go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/headgate | sort -u |
		while read -r module version dir; do
			licence=unknown
			for file in "$dir"/LICENSE* "$dir"/LICENCE* "$dir"/COPYING*; do
				[ -e "$file" ] || continue
				case $(tr '\n' ' ' <"$file" | tr -s ' ') in
				*"Apache License"*) licence=Apache-2.0 ;;
				*"MIT License"* | *"Permission is hereby granted, free of charge"*) licence=MIT ;;
				*"Redistribution and use in source and binary forms"*) licence=BSD ;;
				*"Mozilla Public License"*) licence=MPL-2.0 ;;
				esac
				break
			done
			echo "$licence $module $version"
		done
} >"$report"
cat "$report"
cd "$OLDPWD"
if grep -q "^unknown " "$report"; then
	echo "a module comes under a licence that is not known here" >&2
	exit 1
fi
give "scan_report=$(keep run/scan.txt)"
