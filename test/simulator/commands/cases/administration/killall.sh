# psmisc 23.6 on Debian 12
sleep 1001 & sleep 1002 & sleep 0.2; killall nosuch; echo $?; killall -l; killall -q nosuch; echo $?; killall -o 1x sleep; echo $?; killall -u nosuchuser; echo $?; killall -s FOO sleep; echo $?; killall -r '['; echo $?
echo n | killall -i -o 1h sleep; echo $?; killall -y 1h -v -s 0 -u root -e bogusname; echo $?; killall -w -y 1h -r '^slee[p]$' 2>&1; echo $?; wait 2>/dev/null; jobs -p | wc -l; killall -V 2>&1 | cut -d' ' -f1,2 | head -1
