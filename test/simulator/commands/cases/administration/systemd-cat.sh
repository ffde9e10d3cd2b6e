# By systemd v255: src/journal/cat.c, src/cgls/cgls.c, src/systemctl/systemctl-show.c show_system_status
echo 'one
<3>two' | systemd-cat -t mine; systemd-cat -t cmd -p warning sh -c 'echo out; echo err >&2; exit 3'; echo $?; systemd-cat ls /nothing; echo $?; systemd-cat nosuchcommand; echo $?; systemd-cat -p loud true; echo $?; echo '<2>raw' | systemd-cat --level-prefix=false -t raw
journalctl -t mine -t cmd -t raw -o json | jq -r '[.SYSLOG_IDENTIFIER, .PRIORITY, .MESSAGE] | join(" ")'; journalctl -t ls -o cat; journalctl -p err -t mine -o cat
systemctl status | sed 's/[0-9][0-9]* \(\/\|bash\|systemctl\|sed\|sshd\)/N \1/; s/session-[0-9]*/session-N/; s,bash /tmp/.*,bash SCRIPT,; /Since/d'; systemd-cgls -u ssh | sed 's/[0-9][0-9]* sshd/N sshd/'; systemd-cgls /system.slice | grep -c service; systemd-cgls -u nope; echo $?; systemd-cgls /nope; echo $?
