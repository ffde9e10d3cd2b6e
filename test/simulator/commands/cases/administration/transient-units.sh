# systemd v255: src/run/run.c, and what systemctl says of such units.
systemd-run -q --unit=hello -p Restart=no --description "say hi" sleep 30
systemctl status hello --no-pager | sed -n 1,3p | sed 's/since.*//'
systemctl show -p FragmentPath hello
systemctl stop hello
systemctl is-active hello
systemd-run --wait -q sh -c 'echo hi; exit 3'; echo $?
systemd-run --wait sh -c 'sleep 1.5; exit 3' 2>&1 | sed -E 's/run-u[0-9]+/run-uN/; s/ID: [0-9a-f]{32}$/ID: X/'
systemd-run nosuch; echo $?
systemd-run; echo $?
systemd-run -p novalue true; echo $?
systemd-run --pipe -q -E GREETING=hey sh -c 'echo $GREETING'
systemd-run -qG --unit words sh -c 'echo "two  words" \$HOME 100%'; sleep 2
journalctl -u words -o cat --no-pager | grep two
systemctl status words; echo $?
su nobody -s /bin/sh -c 'systemd-run true'; echo $?
