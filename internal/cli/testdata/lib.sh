# What the scripts share.

# exits CODE COMMAND…: it must end with that exit code; what it said is in $out
exits() {
	want=$1
	shift
	got=0
	out=$("$@" 2>&1) || got=$?
	[ "$got" = "$want" ] || { echo "$*: exit code $got, want $want: $out"; exit 1; }
}

# says TEXT: the last command said it
says() {
	case $out in
	*"$1"*) ;;
	*) echo "want '$1' in: $out"; exit 1 ;;
	esac
}

# serve: start the server of this folder, and end it with the script
serve() {
	headgate serve --listen "$ADDR" &
	server=$!
	trap 'kill $server 2>/dev/null || true' EXIT
	for _ in $(seq 300); do
		exits_any headgate model list --as ada && return 0
		sleep 0.1
	done
	echo "the server does not answer"
	exit 1
}

exits_any() { "$@" >/dev/null 2>&1; }
