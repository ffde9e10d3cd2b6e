# netfilter-persistent 1.0.20: what its scripts print and keep, on the world's own rules.
apt-get install -y iptables-persistent 2>&1 | tail -3; systemctl is-enabled netfilter-persistent; systemctl is-active netfilter-persistent
iptables -A INPUT -p tcp --dport 9999 -j DROP; netfilter-persistent save; echo $?; grep 9999 /etc/iptables/rules.v4; stat -c '%a %n' /etc/iptables/*
iptables -F INPUT; netfilter-persistent reload; iptables -S INPUT | grep -v KUBE; iptables -P FORWARD DROP; netfilter-persistent flush; iptables -S | grep -v KUBE
netfilter-persistent stop; netfilter-persistent; echo $?; netfilter-persistent start; iptables -S INPUT | grep -v KUBE; rm /etc/iptables/rules.v4; netfilter-persistent start; echo $?
su nobody -s /bin/sh -c '/usr/sbin/netfilter-persistent'; dpkg -L iptables-persistent | grep plugins
