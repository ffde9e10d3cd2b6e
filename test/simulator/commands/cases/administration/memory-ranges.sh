# util-linux 2.38.1's lsmem for a machine of 4 GiB with 3 GiB below the hole, as a real one of 24 GiB shows its own.
lsmem; lsmem -J; lsmem -bn; lsmem --summary; lsmem -o NOPE; echo $?; lsmem -P -o SIZE,BLOCK,ZONES,NODE; lsmem -a | sed -n '1,3p;$p'; lsmem x; echo $?
ping -4 -c1 127.0.0.1 | head -1; ping6 -c1 ::1; echo $?; ping -6 -c1 example.com; echo $?; ping4 -c1 example.com | head -1
dpkg -S /usr/bin/col /usr/bin/lsmem /usr/sbin/e2label /usr/bin/rgrep /usr/bin/dnsdomainname
