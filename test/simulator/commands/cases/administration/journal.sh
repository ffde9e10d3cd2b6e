# By systemd v255: src/shared/logs-show.c, src/journal/journalctl.c, src/libsystemd/sd-journal/journal-vacuum.c
cut='s/s=[0-9a-f]*;i=\([0-9a-f]*\);b=[0-9a-f]*;m=[0-9a-f]*;t=[0-9a-f]*;x=[0-9a-f]*/CURSOR \1/; s/[0-9a-f]\{32\}/ID/g'
for i in 1 2 3; do logger -p user.warning "line $i"; logger -t tool "line $i"; sleep 1.5; done
journalctl -n 2 -t root -o short-full | sed 's/\[[0-9]*\]/[PID]/'
journalctl -t tool -n 2 -o verbose | sed "$cut; s/_PID=.*/_PID=N/"
journalctl -t tool -n 1 -o json | jq -c 'del(._PID, .__CURSOR, .__REALTIME_TIMESTAMP, .__MONOTONIC_TIMESTAMP)' | sed "$cut"
journalctl -t tool -n 1 -o json-pretty --output-fields=MESSAGE,PRIORITY | grep -v '__\|BOOT'
journalctl -t tool -n 2 -o export --output-fields=MESSAGE | grep -v '__\|BOOT'
journalctl -t tool -o cat --output-fields=PRIORITY,MESSAGE
journalctl -n 3 -t tool -o short-iso --no-hostname | sed 's/\[[0-9]*\]/[PID]/'
journalctl -t tool -o cat -r; journalctl -t tool -o cat -n +1; journalctl -t tool -n1 -o cat
journalctl -g 'LINE [12]'; echo $?; journalctl -g 'LINE [12]' --case-sensitive=no -o cat; journalctl -p warning..warning -o cat
journalctl -t tool --since '2s ago' -o cat; journalctl -t tool --until '2s ago' -o cat
journalctl -t tool --since 'yesterday' --until '-2sec' -o cat; journalctl --since 'soon'; echo $?; journalctl --since now --until yesterday
journalctl -b -1; echo $?; journalctl -b 0 -t tool -n 1 -o cat; journalctl -b x; journalctl -b1 -t tool -n 1 -o cat; journalctl -n x
journalctl --list-boots | sed "$cut; s/[A-Z][a-z]* 20.*/TIMES/"; journalctl --disk-usage; journalctl --verify 2>&1 | sed "$cut"
journalctl -F SYSLOG_IDENTIFIER; journalctl -F PRIORITY; journalctl -N | sort | xargs
journalctl SYSLOG_IDENTIFIER=tool + PRIORITY=4 -o cat; journalctl SYSLOG_IDENTIFIER=tool PRIORITY=4; journalctl nonsense; journalctl + x
journalctl -k -o short-monotonic; journalctl -t kernel -p notice -o cat; journalctl --facility=user -n 1 -o cat; journalctl --facility=nobody
journalctl --cursor-file=c -t tool -o cat; logger -t tool more; journalctl --cursor-file=c -t tool -o cat; journalctl --after-cursor="$(cat c)" -t tool
journalctl -t tool -n 1 -o cat --show-cursor | sed "$cut"
journalctl --vacuum-size=1 2>&1 | sed "$cut"; journalctl --rotate; journalctl --disk-usage; journalctl --verify 2>&1 | sed "$cut; s/-0006[0-9a-f]*/-TIME/"
logger -t tool after; journalctl --vacuum-files=1 2>&1 | sed "$cut; s/-0006[0-9a-f]*/-TIME/"; journalctl -t tool -o cat; journalctl --disk-usage
journalctl -o nonsense; journalctl --user; journalctl -D /nowhere; journalctl -M box; journalctl --vacuum-time=soon; journalctl -u 'none*' -q; echo $?
