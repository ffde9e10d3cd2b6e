import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 1): WorldRow {
	return { cause, source, given, after, ask, told };
}

/** `corefile` takes a whole Corefile from its standard input and starts CoreDNS anew; `dig` asks from a Pod. */
export const DNS_SETUP = `kubectl run ns --image=nicolaka/netshoot --command -- sleep 99999 >/dev/null
kubectl create deploy web --image=nginx --replicas=2 >/dev/null
kubectl expose deploy web --port=80 >/dev/null
kubectl expose deploy web --name=bare --port=80 --cluster-ip=None >/dev/null
kubectl create ns other >/dev/null
cat > /root/dns.sh <<'END'
corefile() {
	kubectl -n kube-system create cm coredns --from-file=Corefile=/dev/stdin --dry-run=client -o yaml > /tmp/cm.yaml
	kubectl replace -f /tmp/cm.yaml >/dev/null
	[ "$1" = reload ] || { kubectl -n kube-system rollout restart deploy coredns >/dev/null; kubectl -n kube-system rollout status deploy coredns --timeout=25s >/dev/null 2>&1; }
}
dig() { kubectl exec ns -- dig +noall +answer "$@"; }
newest() { kubectl -n kube-system get pods -l k8s-app=kube-dns --sort-by=.metadata.creationTimestamp -o name | tail -1; }
dnslog() { kubectl -n kube-system logs $(newest) "$@"; }
END
kubectl wait --for=condition=Ready pod --all --timeout=120s >/dev/null`;

const HEAD = '. /root/dns.sh; ';
const block = (lines: string, zone = '.:53'): string => `${zone} {\nerrors\nready\nhealth\n${lines}\n}`;
const CLUSTER =
	'kubernetes cluster.local in-addr.arpa ip6.arpa {\npods insecure\nfallthrough in-addr.arpa ip6.arpa\nttl 30\n}';
const give = (...blocks: string[]): string => `${HEAD}corefile <<'E'\n${blocks.join('\n')}\nE`;
const normal = (lines: string): string => give(block(`${CLUSTER}\n${lines}\nforward . /etc/resolv.conf`));
const ip = (text: string): string => `${text} | sed -E 's/(10|192)\\.[0-9.]+$/IP/'`;

export const DNS_ROWS: readonly WorldRow[] = [
	row(
		'what the cluster answers is authoritative, without recursion',
		'coredns plugin/kubernetes handler.go',
		'',
		`${HEAD}kubectl exec ns -- dig web.default.svc.cluster.local | grep -E 'flags|WARN'; kubectl exec ns -- dig example.com | grep -E 'flags|WARN'`,
		';; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n;; WARNING: recursion requested but not available\n; EDNS: version: 0, flags:; udp: 1232\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n; EDNS: version: 0, flags:; udp: 1232\n',
	),
	row(
		'the cache counts down',
		'coredns plugin/cache item.go',
		'sleep 60; kubectl -n kube-system scale deploy coredns --replicas=1 >/dev/null; sleep 8',
		`${HEAD}dig example.com | awk '{print $2}'; sleep 4; dig example.com | awk '{print $2}'`,
		'30\n26\n',
	),
	row(
		'rewrite name: the answer bears the asked name',
		'coredns plugin/rewrite name.go',
		normal('rewrite name db.example.org web.default.svc.cluster.local'),
		`${HEAD}${ip('dig db.example.org')}`,
		'db.example.org.\t\t30\tIN\tA\tIP\n',
	),
	row(
		'rewrite by regex with groups and an answer rule',
		'coredns plugin/rewrite name.go',
		normal(
			'rewrite stop {\nname regex (.*)\\.corp\\.test\\.$ {1}.default.svc.cluster.local\nanswer name (.*)\\.default\\.svc\\.cluster\\.local\\.$ {1}.corp.test\n}',
		),
		`${HEAD}${ip('dig web.corp.test')}`,
		'web.corp.test.\t\t30\tIN\tA\tIP\n',
	),
	row(
		'rewrite suffix without answer auto: another name answers',
		'coredns plugin/rewrite name.go',
		normal('rewrite name suffix .corp.test .default.svc.cluster.local'),
		`${HEAD}${ip('dig web.corp.test')}`,
		'web.default.svc.cluster.local. 30 IN\tA\tIP\n'.replace(' 30 IN', '\t30\tIN'),
	),
	row(
		'hosts: without fallthrough all else fails',
		'coredns plugin/hosts hosts.go ServeDNS',
		normal('hosts {\n10.1.2.3 own.test\nttl 60\n}'),
		`${HEAD}dig own.test; dig -x 10.1.2.3; kubectl exec ns -- dig example.com | grep -o 'status: [A-Z]*'`,
		'own.test.\t\t60\tIN\tA\t10.1.2.3\n3.2.1.10.in-addr.arpa.\t60\tIN\tPTR\town.test.\nstatus: SERVFAIL\n',
	),
	row(
		'hosts: an entry after fallthrough is no entry',
		'coredns plugin/hosts setup.go',
		normal('hosts {\n10.1.2.3 own.test\nfallthrough\n10.1.2.4 two.test\n}'),
		`${HEAD}dnslog`,
		"plugin/hosts: /etc/coredns/Corefile:13 - Error during parsing: unknown property '10.1.2.4'\n",
	),
	row(
		'template: groups of a pattern, a code for the rest',
		'coredns plugin/template',
		normal(
			'template IN A tpl.test {\nmatch "^ip-(?P<a>[0-9]+)-(?P<b>[0-9]+)[.]tpl[.]test[.]$"\nanswer "{{ .Name }} 60 IN A 10.0.{{ .Group.a }}.{{ .Group.b }}"\nfallthrough\n}\ntemplate ANY ANY gone.test {\nrcode NXDOMAIN\n}',
		),
		`${HEAD}dig ip-3-4.tpl.test; kubectl exec ns -- dig x.gone.test | grep -o 'status: [A-Z]*'`,
		'ip-3-4.tpl.test.\t60\tIN\tA\t10.0.3.4\nstatus: NXDOMAIN\n',
	),
	row(
		'several server blocks: zones, ports, a stub domain that nobody serves',
		'coredns plugin/forward forward.go',
		give(
			block(`${CLUSTER}\nforward . /etc/resolv.conf`),
			'corp.test:53 {\nerrors\nforward . 10.99.99.99\n}',
			'own.test:53 {\nhosts {\n10.1.2.3 a.own.test\n}\n}',
		),
		`${HEAD}dnslog | head -3 | sort; dig a.own.test; kubectl exec ns -- dig +time=9 +tries=1 x.corp.test | grep -o 'status: [A-Z]*'; dnslog | grep ERROR | sed -E 's/192[0-9.]*:[0-9]*/ME/'`,
		'.:53\ncorp.test.:53\nown.test.:53\na.own.test.\t\t3600\tIN\tA\t10.1.2.3\nstatus: SERVFAIL\n[ERROR] plugin/errors: 2 x.corp.test. A: read udp ME->10.99.99.99:53: i/o timeout\n',
	),
	row(
		'a zone that is served twice',
		'coredns core/dnsserver register.go',
		give(block('forward . 1.1.1.1'), block('forward . 8.8.8.8')),
		`${HEAD}dnslog`,
		'cannot serve dns://.:53 - it is already defined\n',
	),
	row(
		'forward to a name',
		'coredns plugin/pkg/parse host.go HostPortOrFile',
		give(block('forward . dns.example.com')),
		`${HEAD}dnslog`,
		'plugin/forward: not an IP address or file: "dns.example.com"\n',
	),
	row(
		'forward without anywhere to go',
		'coredns plugin/forward setup.go',
		give(block('forward .')),
		`${HEAD}dnslog`,
		"plugin/forward: /etc/coredns/Corefile:5 - Error during parsing: Wrong argument count or unexpected line ending after '.'\n",
	),
	row(
		'a wrong value of an option',
		'coredns plugin/kubernetes setup.go',
		give(block('kubernetes cluster.local {\npods secure\n}')),
		`${HEAD}dnslog`,
		"plugin/kubernetes: /etc/coredns/Corefile:6 - Error during parsing: wrong value for pods: secure,  options are 'disabled', 'insecure', or 'verified'\n",
	),
	row(
		'a brace that is missing',
		'caddyfile dispenser.go EOFErr',
		give('.:53 {\nerrors\nforward . 1.1.1.1'),
		`${HEAD}dnslog`,
		'/etc/coredns/Corefile:3 - Error during parsing: Unexpected EOF\n',
	),
	row(
		'a file with its zone, aliases and a wildcard',
		'coredns plugin/file',
		`${HEAD}kubectl -n kube-system patch deploy coredns --type=json -p '[{"op":"remove","path":"/spec/template/spec/volumes/0/configMap/items"}]' >/dev/null
cat > /tmp/db <<'E'
$ORIGIN own.test.
@ 3600 IN SOA ns admin (
   7 ; serial
   7200 1800 86400 60 )
www 300 IN A 10.4.4.4
api IN CNAME www
*.apps IN A 10.4.4.5
E
cat > /tmp/cf <<'E'
${block(`${CLUSTER}\nforward . /etc/resolv.conf`)}
own.test:53 {
file /etc/coredns/own.db
}
E
kubectl -n kube-system create cm coredns --from-file=Corefile=/tmp/cf --from-file=own.db=/tmp/db --dry-run=client -o yaml | kubectl replace -f - >/dev/null; kubectl -n kube-system rollout restart deploy coredns >/dev/null; kubectl -n kube-system rollout status deploy coredns >/dev/null`,
		`${HEAD}dig api.own.test; dig a.apps.own.test; kubectl exec ns -- dig +noall +comments +authority none.own.test | grep -E 'status|SOA'`,
		'api.own.test.\t\t3600\tIN\tCNAME\twww.own.test.\nwww.own.test.\t\t300\tIN\tA\t10.4.4.4\na.apps.own.test.\t3600\tIN\tA\t10.4.4.5\n;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: ID\nown.test.\t\t3600\tIN\tSOA\tns.own.test. admin.own.test. 7 7200 1800 86400 60\n',
	),
	row(
		'import of files that a pattern finds, and of a snippet',
		'caddyfile parse.go doImport',
		`${give(
			'(common) {\nerrors\nready\nhealth\n}',
			`.:53 {\nimport common\n${CLUSTER}\nimport extra/*.override\nimport *.override\nforward . /etc/resolv.conf\n}`,
		)}\nkubectl -n kube-system patch cm coredns --type=merge -p '{"data":{"log.override":"log {\\nclass denial\\n}"}}' >/dev/null; kubectl -n kube-system rollout restart deploy coredns >/dev/null; kubectl -n kube-system rollout status deploy coredns >/dev/null`,
		`${HEAD}dig web.default.svc.cluster.local >/dev/null; dig nope.default.svc.cluster.local; dnslog | grep -c '"A IN web'; dnslog | grep -o '"A IN nope[^"]*" NXDOMAIN qr,aa,rd'`,
		'0\n"A IN nope.default.svc.cluster.local. udp 71 false 1232" NXDOMAIN qr,aa,rd\n',
	),
	row(
		'pods verified: only addresses that Pods have',
		'coredns plugin/kubernetes findPods',
		give(block(`${CLUSTER.replace('insecure', 'verified')}\nforward . /etc/resolv.conf`)),
		`${HEAD}IP=$(kubectl get pod ns -o jsonpath='{.status.podIP}' | tr . -); for n in $IP.default $IP.other 1-2-3-4.default; do dig $n.pod.cluster.local | grep -c 192; done`,
		'1\n0\n0\n',
	),
	row(
		'endpoint_pod_names: endpoints bear their Pods names',
		'coredns plugin/kubernetes endpointHostname',
		give(block(`${CLUSTER.replace('ttl 30', 'ttl 7\nendpoint_pod_names')}\nforward . /etc/resolv.conf`)),
		`${HEAD}P=$(kubectl get pod -l app=web -o jsonpath='{.items[0].metadata.name}'); ${ip('dig $P.bare.default.svc.cluster.local')} | sed "s/$P/POD/"`,
		'POD.bare.default.svc.cluster.local. 7 IN A IP\n'.replace(' 7 IN A ', '\t7\tIN\tA\t'),
	),
	row(
		'autopath: the first name of the search path answers for all',
		'coredns plugin/autopath autopath.go',
		give(block(`autopath @kubernetes\n${CLUSTER.replace('insecure', 'verified')}\nforward . /etc/resolv.conf`)),
		`${HEAD}dig example.com.default.svc.cluster.local`,
		'example.com.default.svc.cluster.local.\t300\tIN\tCNAME\texample.com.\nexample.com.\t\t300\tIN\tA\t23.215.0.136\n',
	),
	row(
		'acl: who may not ask',
		'coredns plugin/acl',
		normal('acl {\nblock type A net 192.168.0.0/16\nallow\n}'),
		`${HEAD}kubectl exec ns -- dig web.default.svc.cluster.local | grep -o 'status: [A-Z]*'`,
		'status: REFUSED\n',
	),
	row(
		'a loop: the server that is asked is itself',
		'coredns plugin/loop',
		give(block(`${CLUSTER}\nforward . 127.0.0.1\nloop`)),
		`${HEAD}dnslog --previous | tail -1 | sed -E 's/[0-9]{5,}/N/g'; kubectl -n kube-system get pods -l k8s-app=kube-dns --no-headers | grep -c -E 'CrashLoopBackOff|Error'`,
		'[FATAL] plugin/loop: Loop (127.0.0.1:N -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO N.N."\n1\n',
		12,
	),
	row(
		'an edit takes effect after a while, a bad one never',
		'coredns plugin/reload',
		`${normal('reload')}\n${normal('reload 10s 2s\nhosts {\n10.7.7.7 new.test\nfallthrough\n}').replace('corefile', 'corefile reload')}\nsleep 200`,
		`${HEAD}dig new.test; dnslog | tail -1; kubectl -n kube-system patch cm coredns --type=merge -p '{"data":{"Corefile":".:53 {\\nbogus\\n}\\n"}}' >/dev/null; sleep 200; dnslog | tail -2; dig new.test`,
		"new.test.\t\t3600\tIN\tA\t10.7.7.7\n[INFO] Reloading complete\n[ERROR] Restart failed: /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'bogus'\n[ERROR] plugin/reload: Corefile changed but reload failed: /etc/coredns/Corefile:2 - Error during parsing: Unknown directive 'bogus'\nnew.test.\t\t3600\tIN\tA\t10.7.7.7\n",
	),
];
