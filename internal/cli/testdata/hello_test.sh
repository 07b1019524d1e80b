# The README of the folder that init writes: a change allows it, and a release runs to its end.
. "$LIB"
exits 0 headgate init hello
exits 1 headgate init hello
says 'not empty'
cd hello
exits 0 headgate model check models/my-app.yaml models/my-app-quick.yaml
serve

# who acts is asked for, and has to be of this folder
exits 2 headgate inbox
exits 2 headgate inbox --as zoe
says 'zoe is nobody in this folder'

exits 0 headgate change start change-basic --as bob --title 'my_app this week' --param summary=New --param reason=Asked --param 'cis=["my_app"]' --param 'environments=["live"]' --param window=always
says 'started CHG-1'
exits 0 headgate change complete CHG-1 request --as bob --value request_form='Replace the greeting'
exits 0 headgate change approve CHG-1 accept_request --as dee
exits 0 headgate change approve CHG-1 request --as dee
exits 0 headgate change approve CHG-1 authorization --as ada --value grant=granted

exits 0 headgate release start my-app-quick --as ada --title 'Hello 1' --param summary=First --change CHG-1
says 'started REL-1'
exits 5 headgate release watch REL-1 --as ada --until-waiting
says '`try_it` waits for Cyd Duarte'
exits 0 headgate inbox --as cyd --json
says '"place": "try_it"'

# not his to do, not without what it gives: nothing comes of it
exits 3 headgate release complete REL-1 try_it --as bob --value impression=fine
says 'R-ROLE try_it'
says 'ask: cyd'
exits 3 headgate release complete REL-1 try_it --as cyd
says 'must bring impression'
exits 2 headgate release reject REL-1 accept_package --as ada
says 'needs --reason'
HEADGATE_TOKEN=hg_wrong exits 4 headgate inbox

exits 0 headgate release complete REL-1 try_it --as cyd --value impression='it greets'
exits 0 headgate release approve REL-1 accept_package --as ada
exits 5 headgate release watch REL-1 --as ada --until-waiting
exits 0 sh live/current/hello
says 'hello, world'
exits 0 headgate release complete REL-1 verify --as cyd --value verified='ran it'
exits 0 headgate release offer REL-1 hand_over --as ada
exits 3 headgate release accept REL-1 hand_over --as dee
says 'has not been ticked'
exits 0 headgate release accept REL-1 hand_over --as dee --tick all
exits 5 headgate release watch REL-1 --as ada --until-waiting
exits 0 headgate release approve REL-1 try_it --as ada
exits 0 headgate release approve REL-1 close --as ada
exits 0 headgate release watch REL-1 --as ada
exits 0 headgate release show REL-1 --as ada --json
says '"outcome": "successful"'
exits 0 headgate release record REL-1 --as ada
says 'Hello 1'

# one server per data folder, and none in the clear
exits 1 headgate serve --listen 127.0.0.1:0
says 'another server uses the data folder'
exits 1 headgate serve --listen 0.0.0.0:8080 --data other
says 'without TLS'
exits 2 headgate release nosuch
