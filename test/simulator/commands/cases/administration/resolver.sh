# systemd v255: src/resolve/resolvectl.c, on the world's own interfaces and servers.
resolvectl
resolvectl dns; resolvectl domain eth0; resolvectl default-route; resolvectl llmnr
resolvectl query kubernetes.io; resolvectl query localhost nosuch.invalid; echo $?; resolvectl query -t A --legend=no example.com
resolvectl dns eth0 9.9.9.9 1.1.1.1; resolvectl domain eth0 corp.example ~internal.example; resolvectl llmnr eth0 yes
resolvectl status eth0; cat /etc/resolv.conf
resolvectl revert eth0; resolvectl status 2; resolvectl query kubernetes.io; echo $?
resolvectl dns eth0 1.1.1.1; resolvectl query kubernetes.io > /dev/null; echo $?
rm /etc/resolv.conf; echo nameserver 8.8.8.8 > /etc/resolv.conf; resolvectl | head -5
resolvectl dns nosuch; echo $?; resolvectl dns eth0 x; echo $?; resolvectl nosuch; echo $?; resolvectl query; echo $?; resolvectl -Z; echo $?; resolvectl query -t ZZ a; echo $?
su nobody -s /bin/sh -c 'resolvectl dns eth0 8.8.8.8'; echo $?; resolvectl flush-caches; echo $?; dpkg -S /usr/bin/resolvectl; resolvectl --help | head -6; systemd-resolve --status eth0 | head -2; systemd-resolve example.com | head -1
