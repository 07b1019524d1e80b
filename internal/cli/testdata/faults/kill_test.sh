# The server is killed with kill -9 while a build runs, which may be done twice, and while a deployment runs, which may
# not. What was acknowledged stays; the build runs again by itself; the deployment waits for a person to say how it ended.
. "$LIB"
headgate init hello >/dev/null
cd hello
slow() { printf '#!/bin/sh\necho once >>started\n[ -e fast ] || sleep 60\n' >slow.sh; cat "scripts/$1" >>slow.sh; mv slow.sh "scripts/$1"; }
slow build.sh
slow deploy.sh
started() { until [ "$(wc -l <started 2>/dev/null || echo 0)" -ge "$1" ]; do sleep 0.1; done; }
crash() { kill -9 "$server"; wait "$server" 2>/dev/null || true; touch fast; serve; }

serve
exits 0 headgate change start change-basic --as bob --title c --param summary=New --param reason=Asked --param 'cis=["my_app"]' --param 'environments=["live"]' --param window=always
exits 0 headgate change complete CHG-1 request --as bob --value request_form=x
exits 0 headgate change approve CHG-1 accept_request --as dee
exits 0 headgate change approve CHG-1 request --as dee
exits 0 headgate change approve CHG-1 authorization --as ada --value grant=granted
exits 0 headgate release start my-app-quick --as ada --title h --param summary=First --change CHG-1

started 1
crash
exits 5 headgate release watch REL-1 --as ada --until-waiting
says '`try_it` waits for Cyd Duarte'
[ "$(wc -l <started)" = 2 ] || { echo "the build ran $(wc -l <started) times, want 2"; exit 1; }

rm fast
exits 0 headgate release complete REL-1 try_it --as cyd --value impression=fine
exits 0 headgate release approve REL-1 accept_package --as ada
started 3
crash
exits 0 headgate release log REL-1 --as ada
says 'Cyd Duarte completed try_it'
says 'Ada Berg decided accept_package: accept'
for _ in $(seq 600); do
	exits 0 headgate release show REL-1 --as ada --json
	case $out in *'"health": "in_doubt"'*) break ;; esac
	sleep 0.1
done
says '"health": "in_doubt"'
[ "$(wc -l <started)" = 3 ] || { echo "the deployment ran again"; exit 1; }
