import type { WorldRow } from './world-rows.ts';

const MAN = 'iptables(8), iptables-extensions(8), 1.8.10';

/** A server and a toolbox on node01. */
export const FILTER_SETUP = `kubectl run web --image=nginx --port=80 --expose --overrides='{"spec":{"nodeName":"node01"}}' >/dev/null
kubectl run t --image=nicolaka/netshoot --overrides='{"spec":{"nodeName":"node01"}}' --command -- sleep 99999 >/dev/null
kubectl wait --for=condition=Ready pod --all --timeout=120s >/dev/null`;

const TOOLS = `exec 2>&1
node() { ssh -o LogLevel=ERROR node01 "$@"; }
pod() { kubectl get pod web -o jsonpath='{.status.podIP}'; }
code() { curl -s -m 2 -o /dev/null -w '%{http_code}\\n' "$@"; }
`;

function row(cause: string, given: string, ask: string, told: string, source = MAN): WorldRow {
	return { cause, source, given: `${TOOLS}${given}`, after: 1, ask: `${TOOLS}${ask}`, told };
}

export const FILTER_ROWS: readonly WorldRow[] = [
	row(
		'rules as they are written down',
		'iptables -A INPUT -p tcp --dport 8080 -s 10.1.2.3/8 -m comment --comment "no web" -j DROP; iptables -I INPUT 1 -p tcp -m multiport --dports 80,443 -j REJECT; iptables -A INPUT ! -i lo -m state --state ESTABLISHED,NEW -j ACCEPT',
		'iptables -S INPUT | grep -v KUBE; iptables-save -t filter | grep "^-A INPUT" | grep -v KUBE | wc -l; iptables -F INPUT',
		`-P INPUT ACCEPT
-A INPUT -p tcp -m multiport --dports 80,443 -j REJECT --reject-with icmp-port-unreachable
-A INPUT -s 10.0.0.0/8 -p tcp -m tcp --dport 8080 -m comment --comment "no web" -j DROP
-A INPUT ! -i lo -m state --state NEW,ESTABLISHED -j ACCEPT
3
`,
	),
	row(
		'and as they are listed',
		'iptables -N MINE; iptables -A MINE -s 1.2.3.4 -p udp --sport 53 -j RETURN; iptables -A MINE -p icmp --icmp-type echo-request -j LOG --log-prefix "ping "; iptables -A MINE -p tcp --dport 22 -j ACCEPT; iptables -A FORWARD -j MINE',
		'iptables -L MINE; iptables -nL MINE --line-numbers; iptables -F FORWARD; iptables -F MINE; iptables -X MINE',
		`Chain MINE (1 references)
target     prot opt source               destination         
RETURN     udp  --  1.2.3.4              anywhere             udp spt:domain
LOG        icmp --  anywhere             anywhere             icmp echo-request LOG flags 0 level 4 prefix "ping "
ACCEPT     tcp  --  anywhere             anywhere             tcp dpt:ssh
Chain MINE (1 references)
num  target     prot opt source               destination         
1    RETURN     17   --  1.2.3.4              0.0.0.0/0            udp spt:53
2    LOG        1    --  0.0.0.0/0            0.0.0.0/0            icmptype 8 LOG flags 0 level 4 prefix "ping "
3    ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22
`,
	),
	row(
		'mistakes',
		'true',
		'iptables -A FOO -j DROP; echo $?; iptables -D INPUT -p tcp --dport 1 -j DROP; echo $?; iptables -D INPUT 99; iptables -A INPUT -p tcp --dport foo -j DROP; iptables -A INPUT --dport 80 -j DROP; iptables -A INPUT -j BAR; iptables -N INPUT; iptables -X FOO; iptables -A INPUT -s nowhere -j DROP',
		`iptables v1.8.10 (nf_tables): Chain 'FOO' does not exist
Try \`iptables -h' or 'iptables --help' for more information.
2
iptables: Bad rule (does a matching rule exist in that chain?).
1
iptables: Index of deletion too big.
iptables v1.8.10 (nf_tables): invalid port/service \`foo' specified
Try \`iptables -h' or 'iptables --help' for more information.
iptables v1.8.10 (nf_tables): unknown option "--dport"
Try \`iptables -h' or 'iptables --help' for more information.
iptables v1.8.10 (nf_tables): Chain 'BAR' does not exist
Try \`iptables -h' or 'iptables --help' for more information.
iptables: Chain already exists.
iptables: No chain/target/match by that name.
iptables v1.8.10 (nf_tables): host/network \`nowhere' not found
Try \`iptables -h' or 'iptables --help' for more information.
`,
	),
	row(
		'what a host sends is dropped, and counted',
		'iptables -A OUTPUT -d 169.254.169.254 -j DROP',
		`code http://169.254.169.254/latest/; iptables -nvL OUTPUT | grep 169 | awk '{print ($1 > 0), $3, $9}'; iptables -F OUTPUT; code http://169.254.169.254/latest/`,
		'000\n1 DROP 169.254.169.254\n200\n',
	),
	row(
		'what a node forwards',
		'node iptables -I FORWARD -p tcp --dport 80 -j REJECT',
		'kubectl exec t -- curl -s -m 2 -o /dev/null -w "%{http_code} %{errormsg}\\n" http://$(pod) 2>/dev/null | grep -o "^000.*after" | sed "s/192[0-9.]*/IP/"; code http://$(pod); node iptables -F FORWARD; code http://$(pod)',
		'000 Failed to connect to IP port 80 after\n000\n200\n',
	),
	row(
		'answers of what was let out are let in only where their state is',
		'node "iptables -P INPUT DROP; iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -p tcp --dport 22 -j ACCEPT"',
		`node "curl -s -m 2 -o /dev/null -w '%{http_code} ' http://23.215.0.136"; node iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; node "curl -s -m 2 -o /dev/null -w '%{http_code} ' http://23.215.0.136"; node "iptables -P INPUT ACCEPT; iptables -F INPUT"`,
		'000 404 ',
	),
	row(
		'the port of a kubelet: its node is ready, its Pods have no logs',
		'node iptables -A INPUT -p tcp --dport 10250 -j DROP',
		'kubectl logs web 2>&1 | cut -c1-90 | grep -o "Error from server: Get"; kubectl logs web 2>&1 | grep -o "dial tcp.*"; node iptables -F INPUT; kubectl logs web | grep -c "start worker process"',
		'Error from server: Get\ndial tcp 172.30.2.2:10250: i/o timeout\n3\n',
	),
	row(
		'no way to the API server: its node is lost, and back when there is one',
		'node iptables -I OUTPUT -p tcp --dport 6443 -j DROP; sleep 60',
		`kubectl get node node01 --no-headers | awk '{print $2}'; node iptables -D OUTPUT 1; sleep 20; kubectl get node node01 --no-headers | awk '{print $2}'`,
		'NotReady\nReady\n',
	),
	row(
		"the service proxy's rules are gone until it starts again",
		'IP=$(kubectl get svc web -o jsonpath="{.spec.clusterIP}"); code http://$IP; iptables -t nat -F',
		'IP=$(kubectl get svc web -o jsonpath="{.spec.clusterIP}"); code http://$IP; iptables -t nat -S KUBE-SERVICES; kubectl -n kube-system rollout restart ds kube-proxy >/dev/null; kubectl -n kube-system rollout status ds kube-proxy >/dev/null; sleep 2; code http://$IP',
		'000\n-N KUBE-SERVICES\n200\n',
		'pkg/proxy/iptables proxier.go: full syncs when it starts',
	),
	row(
		'ports that lead elsewhere',
		`node iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination $(pod):80`,
		'code http://node01:8080; node iptables -t nat -nL PREROUTING | grep -o "DNAT.*" | sed "s/  */ /g; s/192[0-9.]*/IP/"; node iptables -t nat -D PREROUTING -p tcp --dport 8080 -j DNAT --to-destination $(pod):80; code http://node01:8080',
		'200\nDNAT 6 -- 0.0.0.0/0 0.0.0.0/0 tcp dpt:8080 to:IP:80\n000\n',
	),
	row(
		'saved and restored',
		'iptables -A INPUT -p udp --dport 9999 -j DROP; iptables-save >/root/rules; iptables -F INPUT',
		'iptables -S INPUT | wc -l; iptables-restore </root/rules; iptables -S INPUT; iptables -F INPUT; iptables-restore </root/rules; iptables -D INPUT -p udp --dport 9999 -j DROP; echo "*filter\n-A INPUT -j NOPE\nCOMMIT" | iptables-restore -n',
		`1
-P INPUT ACCEPT
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes load balancer firewall" -j KUBE-PROXY-FIREWALL
-A INPUT -m comment --comment "kubernetes health check service ports" -j KUBE-NODEPORTS
-A INPUT -m conntrack --ctstate NEW -m comment --comment "kubernetes externally-visible service portals" -j KUBE-EXTERNAL-SERVICES
-A INPUT -j KUBE-FIREWALL
-A INPUT -p udp -m udp --dport 9999 -j DROP
iptables-restore v1.8.10 (nf_tables): Chain 'NOPE' does not exist
Error occurred at line: 2
`,
	),
	row(
		'ufw: rules wait until it is enabled; then what is not listed is dropped',
		'ufw allow ssh; ufw allow from 172.30.2.0/24 to any port 6443 proto tcp comment nodes; ufw deny 80/tcp; ufw --force enable >/dev/null',
		'ufw status numbered; node curl -s -m 2 -o /dev/null http://172.30.1.2:10250; echo $?; node curl -s -m 2 -o /dev/null http://172.30.1.2:6443; echo $?; ufw allow 10250/tcp; node curl -s -m 2 -o /dev/null http://172.30.1.2:10250; echo $?; echo y | ufw delete 2; ufw delete deny 80/tcp; ufw disable; ufw status; ufw allow foo; iptables -S | grep -c ufw',
		`Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     ALLOW IN    Anywhere                  
[ 2] 6443/tcp                   ALLOW IN    172.30.2.0/24              # nodes
[ 3] 80/tcp                     DENY IN     Anywhere                  
[ 4] 22/tcp (v6)                ALLOW IN    Anywhere (v6)             
[ 5] 80/tcp (v6)                DENY IN     Anywhere (v6)             

28
0
Rule added
Rule added (v6)
0
Deleting:
 allow from 172.30.2.0/24 to any port 6443 proto tcp comment 'nodes'
Proceed with operation (y|n)? Rule deleted
Rule deleted
Rule deleted (v6)
Firewall stopped and disabled on system startup
Status: inactive
ERROR: Could not find a profile matching 'foo'
0
`,
		'ufw(8), 0.36.2',
	),
	row(
		'ufw route: rules about what the machine passes on, kept over a reload',
		'{ ufw --force reset; ufw --force enable; } >/dev/null',
		'ufw route allow in on eth0 out on eth1 to 10.0.0.0/8 port 80 proto tcp; ufw route deny from 192.168.1.5; ufw route allow on eth0; ufw reload; ufw status; ufw show added; iptables -S ufw-user-forward; iptables -S FORWARD | grep -c ufw; ufw route delete deny from 192.168.1.5; ufw disable; iptables -S | grep -c ufw',
		`Rule added
Rule added
ERROR: Need 'in' or 'out' with 'on'
Firewall reloaded
Status: active

To                         Action      From
--                         ------      ----
10.0.0.0/8 80/tcp on eth1  ALLOW FWD   Anywhere on eth0          
Anywhere                   DENY FWD    192.168.1.5               

Added user rules (see 'ufw status' for running firewall):
ufw route allow in on eth0 out on eth1 to 10.0.0.0/8 port 80 proto tcp
ufw route deny from 192.168.1.5
-N ufw-user-forward
-A ufw-user-forward -d 10.0.0.0/8 -i eth0 -o eth1 -p tcp -m tcp --dport 80 -j ACCEPT
-A ufw-user-forward -s 192.168.1.5/32 -j DROP
2
Rule deleted
Firewall stopped and disabled on system startup
0
`,
		'ufw(8), 0.36.2',
	),
	row(
		'tcpdump in a Pod: what its sockets send and get',
		'true',
		'kubectl exec t -- tcpdump -nn -t -c 7 tcp port 80 and host $(pod) >/tmp/seen 2>&1 & sleep 1; kubectl exec t -- curl -s -o /dev/null http://$(pod); wait; sed -E "s/192[0-9.]+\\.80/WEB.80/; s/192[0-9.]+/CLIENT/; s/seq [0-9]{5,}/seq N/; s/ack [0-9]{5,}/ack N/; s/win.*(length)/\\1/" /tmp/seen',
		`tcpdump: verbose output suppressed, use -v[v]... for full protocol decode
listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes
IP CLIENT > WEB.80: Flags [S], seq N, length 0
IP WEB.80 > CLIENT: Flags [S.], seq N, ack N, length 0
IP CLIENT > WEB.80: Flags [.], ack 1, length 0
IP CLIENT > WEB.80: Flags [P.], seq 1:75, ack 1, length 74: HTTP: GET / HTTP/1.1
IP WEB.80 > CLIENT: Flags [.], ack 75, length 0
IP WEB.80 > CLIENT: Flags [P.], seq 1:854, ack 75, length 853: HTTP: HTTP/1.1 200 OK
IP CLIENT > WEB.80: Flags [.], ack 854, length 0
7 packets captured
7 packets received by filter
0 packets dropped by kernel
`,
		'tcpdump(8), pcap-filter(7)',
	),
	row(
		'tcpdump where a connection arrives: the same packets, from its opening on',
		'true',
		`ip=$(kubectl get pod t -o jsonpath='{.status.podIP}'); kubectl exec t -- timeout 9 nc -l -p 9090 >/dev/null & kubectl exec t -- tcpdump -nn -t -c 5 tcp port 9090 2>/dev/null >/tmp/seen & sleep 2; echo hello | timeout 2 nc -N $ip 9090; wait; sed -E "s/192[0-9.]+\\.9090/SERVER.9090/; s/[0-9]+\\.[0-9.]+( >|:)/CLIENT\\1/; s/seq [0-9]{5,}/seq N/; s/ack [0-9]{5,}/ack N/; s/win.*(length)/\\1/" /tmp/seen`,
		`IP CLIENT > SERVER.9090: Flags [S], seq N, length 0
IP SERVER.9090 > CLIENT: Flags [S.], seq N, ack N, length 0
IP CLIENT > SERVER.9090: Flags [.], ack 1, length 0
IP CLIENT > SERVER.9090: Flags [P.], seq 1:7, ack 1, length 6
IP SERVER.9090 > CLIENT: Flags [.], ack 7, length 0
`,
		'tcpdump(8)',
	),
	row(
		'tcpdump on a machine: what a dropped connection sends again and again, and what is asked for wrongly',
		'iptables -A INPUT -p tcp --dport 9999 -j DROP',
		'node timeout 5 tcpdump -nn -t -i eth0 tcp port 9999 >/tmp/seen 2>&1 & sleep 1; node curl -s -m 2 http://172.30.1.2:9999; wait; grep -c "172.30.1.2.9999: Flags .S." /tmp/seen; iptables -F INPUT; tcpdump -i nope; tcpdump port nope',
		`2
tcpdump: nope: No such device exists
(No such device exists)
tcpdump: can't parse filter expression: unknown port 'nope'
`,
		'tcpdump(8)',
	),
	row(
		'addresses, links and routes as JSON',
		'true',
		"ip -j addr show eth0; ip -j route show default; ip -j -br addr | jq -c '.[1]'; kubectl exec t -- ip -j addr | jq -c '.[] | select(.link_index) | [.ifname, .mtu, .addr_info[0].prefixlen]'; ip -j neigh | jq -c '.[0] | keys'",
		`[{"ifindex":2,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"qdisc":"fq_codel","operstate":"UP","group":"default","txqlen":1000,"link_type":"ether","address":"02:42:55:b0:6e:9f","broadcast":"ff:ff:ff:ff:ff:ff","addr_info":[{"family":"inet","local":"172.30.1.2","prefixlen":24,"broadcast":"172.30.1.255","scope":"global","label":"eth0","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
[{"dst":"default","gateway":"172.30.1.1","dev":"eth0","protocol":"static","flags":[]}]
{"ifname":"eth0","operstate":"UP","addr_info":[{"local":"172.30.1.2","prefixlen":24}]}
["eth0",1480,32]
["dev","dst","lladdr","state"]
`,
		'iproute2 6.1 on Debian 12: ip -j',
	),
	row(
		'a container without the right to',
		'true',
		'kubectl exec t -- iptables -L',
		'iptables v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\ncommand terminated with exit code 4\n',
	),
];
