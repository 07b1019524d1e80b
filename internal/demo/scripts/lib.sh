# What the scripts of the demonstration share. They run in the folder of the
# demonstration. An instance is a folder below instances/ with
#
#   port            where it listens
#   releases/ID/    one folder per version that was ever there
#   current         link to the one that runs
#   previous        link to the one that ran before the last deployment
#   data/           its database, which every version takes over
#   pid, log
set -eu
HEADGATE=./bin/headgate
HEADGATE_URL=$(cat run/url)
HEADGATE_TOKEN=$(cat run/token)
export HEADGATE_URL HEADGATE_TOKEN
LIVE="live-1 live-2"

# url INSTANCE
url() { echo "http://127.0.0.1:$(cat "instances/$1/port")"; }

# id DIGEST: the name of its folder below releases/
id() { expr "$1" : 'sha256:\(............\)'; }

# running INSTANCE: whether its process lives
running() {
	pid=$(cat "instances/$1/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null
}

# stop INSTANCE: end its process, politely first
stop() {
	running "$1" || return 0
	kill "$pid"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		kill -0 "$pid" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -9 "$pid" 2>/dev/null || true
}

# start INSTANCE: run what current points to. With run/fault naming the
# instance, a version that replaced another one may not let its files grow, as
# on a disk that fills up: it starts well and then cannot write any more.
start() {
	(
		if [ -e "instances/$1/previous" ] && [ "$(cat run/fault 2>/dev/null)" = "$1" ] && [ "$(readlink "instances/$1/current")" != "$(readlink "instances/$1/previous")" ]; then
			ulimit -S -f 1024
		fi
		"$HEADGATE" tool launch --pid "instances/$1/pid" --log "instances/$1/log" -- \
			"instances/$1/current/headgate" serve --listen "127.0.0.1:$(cat "instances/$1/port")" --data "instances/$1/data"
	)
	ready "$1"
}

# ready INSTANCE: wait until it can store, and says the version that was put there
ready() {
	"$HEADGATE" tool ready --version "$("instances/$1/current/headgate" version | sed 's/^headgate //')" "$(url "$1")"
}

# point INSTANCE LINK ID: let a link name another version, in one step
point() { "$HEADGATE" tool point "instances/$1/$2" "releases/$3"; }

# install INSTANCE DIGEST: fetch a package, checked from its digest down to the
# binary, unless it is there
install() {
	dir=instances/$1/releases/$(id "$2")
	[ -x "$dir/headgate" ] && return 0
	mkdir -p "$dir"
	"$HEADGATE" tool fetch "$2" "$dir/headgate.new"
	chmod 755 "$dir/headgate.new"
	mv "$dir/headgate.new" "$dir/headgate"
}

# switch INSTANCE ID: run that version, and nothing if it runs already
switch() {
	if [ "$(readlink "instances/$1/current")" = "releases/$2" ] && running "$1"; then
		ready "$1"
		echo "$1 runs $2 already"
		return 0
	fi
	stop "$1"
	point "$1" current "$2"
	start "$1"
	echo "$1 runs $2: $("instances/$1/current/headgate" version)"
}

# deploy INSTANCE DIGEST: the version before stays at hand as previous
deploy() {
	install "$1" "$2"
	now=$(readlink "instances/$1/current")
	[ "$now" = "releases/$(id "$2")" ] || point "$1" previous "${now#releases/}"
	switch "$1" "$(id "$2")"
}

# restore INSTANCE: run what ran before the last deployment
restore() {
	[ -e "instances/$1/previous" ] || { echo "$1 has no earlier version"; return 0; }
	before=$(readlink "instances/$1/previous")
	switch "$1" "${before#releases/}"
}

# alone: wait until no other script changes instances. A script that was killed
# does not keep the others out.
alone() {
	until mkdir run/changing 2>/dev/null; do
		owner=$(cat run/changing/pid 2>/dev/null) || owner=
		if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
			rm -rf run/changing
		fi
		sleep 0.1
	done
	echo $$ >run/changing/pid
	trap 'rm -rf run/changing' EXIT
}

# baseline: which version each live instance runs, by the digest of its binary
baseline() {
	for instance in $LIVE; do
		echo "$instance $("$HEADGATE" tool digest "instances/$instance/current/headgate") $(running "$instance" && echo up || echo down)"
	done
}

# give NAME=VALUE: an output of the step
give() { echo "$1" >>"$HEADGATE_OUTPUTS"; }

# keep FILE: store it and print its digest
keep() { "$HEADGATE" tool keep "$1"; }
