import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 3): WorldRow {
	return { cause, source, given, after, ask, told };
}

/** A Deployment of two behind a Service, a toolbox and a busybox, and one in another namespace. */
export const NETWORK_SETUP = `kubectl create deploy web --image=nginx --replicas=2 >/dev/null
kubectl expose deploy web --port=80 >/dev/null
kubectl run t --image=busybox:1.36 --labels=run=t --command -- sleep 99999 >/dev/null
kubectl run ns --image=nicolaka/netshoot --command -- sleep 99999 >/dev/null
kubectl create ns other >/dev/null
kubectl -n other run t --image=busybox:1.36 --command -- sleep 99999 >/dev/null
kubectl wait --for=condition=Ready pod --all -A --timeout=120s >/dev/null
ip_of() { kubectl get pod -l app=web -o jsonpath='{.items[0].status.podIP}'; }`;

const PROXY = 'pkg/proxy/iptables proxier.go';
const DNS = 'coredns plugin/kubernetes, Kubernetes DNS-based service discovery';
const POLICY = 'documentation: network policies';
const IP = "$(kubectl get pod -l app=web -o jsonpath='{.items[0].status.podIP}')";
const get = (url: string, pod = 't'): string => `kubectl exec ${pod} -- wget -qO- -T 2 ${url} | grep -c title`;
const policy = (name: string, spec: string): string =>
	`apply <<E\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: ${spec}}\nE`;
const corefile = (edit: string): string =>
	`kubectl -n kube-system get cm coredns -o yaml | sed '${edit}' | kubectl apply -f - >/dev/null 2>&1; kubectl -n kube-system rollout restart deploy coredns >/dev/null; kubectl -n kube-system rollout status deploy coredns --timeout=60s >/dev/null`;

export const NETWORK_ROWS: readonly WorldRow[] = [
	row('a Service answers by name', DNS, '', get('http://web'), '1\n'),
	row(
		'from another namespace by its longer name only',
		DNS,
		'',
		`kubectl -n other exec t -- wget -qO- -T 2 http://web; kubectl -n other exec t -- wget -qO- -T 2 http://web.default | grep -c title`,
		"1\nwget: bad address 'web'\ncommand terminated with exit code 1\n",
	),
	row(
		'a port that the Service has not',
		PROXY,
		'',
		'kubectl exec t -- wget -qO- -T 2 http://web:81',
		'wget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'a port that nobody listens on',
		'Linux: connection refused',
		'',
		`kubectl exec t -- wget -qO- -T 2 http://${IP}:81 2>&1 | sed 's/192[0-9.]*/IP/'`,
		"wget: can't connect to remote host (IP): Connection refused\ncommand terminated with exit code 1\n",
	),
	row(
		'an address that no Pod has',
		'Linux: routes to a Pod that is gone',
		'',
		'kubectl exec t -- nc -zv -w 3 192.168.1.250 80',
		'nc: 192.168.1.250 (192.168.1.250:80): No route to host\ncommand terminated with exit code 1\n',
	),
	row(
		'a Service whose endpoints are gone rejects',
		`${PROXY}: has no endpoints`,
		'kubectl scale deploy web --replicas=0 >/dev/null',
		"kubectl exec t -- wget -qO- -T 2 http://web 2>&1 | sed 's/10\\.[0-9.]*/IP/'; kubectl get endpointslices -l kubernetes.io/service-name=web --no-headers | awk '{print $3, $4}'",
		"wget: can't connect to remote host (IP): Connection refused\ncommand terminated with exit code 1\n<unset> <unset>\n",
	),
	row(
		'curl says it so',
		`${PROXY}: has no endpoints`,
		'',
		"kubectl exec ns -- curl -sS -m 2 http://web 2>&1 | sed 's/10\\.[0-9.]*/IP/; s/after [0-9]* ms/after N ms/'",
		"curl: (7) Failed to connect to web port 80 after N ms: Couldn't connect to server\ncommand terminated with exit code 7\n",
	),
	row(
		'iptables shows the rejection',
		`${PROXY}: has no endpoints`,
		'',
		"iptables-save -t filter | grep default/web | sed 's/10\\.[0-9.]*/IP/'",
		'-A KUBE-SERVICES -d IP/32 -p tcp -m comment --comment "default/web has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable\n',
	),
	row('and they come back', PROXY, 'kubectl scale deploy web --replicas=2 >/dev/null', get('http://web'), '1\n', 10),
	row(
		'iptables: a chain of the Service, a chance each but the last',
		PROXY,
		'',
		"iptables-save -t nat | grep -- '-A KUBE-SVC.*default/web ->' | sed 's/192[0-9.]*/IP/; s/SEP-.*/SEP/'",
		'-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> IP:80" -m statistic --mode random --probability 0.50000000000 -j KUBE-SEP\n-A KUBE-SVC-LOLE4ISW44XBNF3G -m comment --comment "default/web -> IP:80" -j KUBE-SEP\n',
	),
	row(
		'the chain of the API server has its real name',
		`${PROXY} servicePortChainName`,
		'',
		'iptables -t nat -L KUBE-SERVICES -n | grep default/kubernetes',
		'KUBE-SVC-NPX46M4PTMTKRN6Y  6    --  0.0.0.0/0            10.96.0.1            /* default/kubernetes:https cluster IP */ tcp dpt:443\n',
	),
	row(
		'ipvsadm is not there, the mode is iptables',
		'kubeadm',
		'',
		'ipvsadm -Ln 2>&1 | sed "s/.*line [0-9]*: //"; curl -s localhost:10249/proxyMode',
		'ipvsadm: command not found\niptables',
	),
	row(
		'a selector that matches nothing',
		'pkg/controller/endpointslice',
		'kubectl create svc clusterip lost --tcp=80:80 >/dev/null',
		'kubectl get endpoints lost 2>/dev/null; kubectl describe svc lost | grep Endpoints',
		'NAME   ENDPOINTS   AGE\nlost   <none>      3s\nEndpoints:                \n',
	),
	row(
		'a wrong targetPort refuses',
		PROXY,
		'kubectl expose deploy web --name=wrong --port=80 --target-port=8080 >/dev/null',
		"kubectl exec t -- wget -qO- -T 2 http://wrong 2>&1 | sed 's/10\\.[0-9.]*/IP/'",
		"wget: can't connect to remote host (IP): Connection refused\ncommand terminated with exit code 1\n",
	),
	row(
		'a named targetPort',
		'pkg/controller/endpointslice FindPort',
		"kubectl run np --image=nginx --labels=app=np --port=80 >/dev/null; kubectl patch pod np --type=json -p '[]' >/dev/null; apply <<E\n{apiVersion: v1, kind: Pod, metadata: {name: named, labels: {app: named}}, spec: {containers: [{name: c, image: nginx, ports: [{name: http-web, containerPort: 80}]}]}}\n---\n{apiVersion: v1, kind: Service, metadata: {name: named}, spec: {selector: {app: named}, ports: [{port: 8080, targetPort: http-web}]}}\nE",
		get('http://named:8080'),
		'1\n',
		10,
	),
	row(
		'NodePort on every host',
		PROXY,
		'kubectl expose deploy web --name=np --type=NodePort --port=80 --overrides=\'{"spec":{"ports":[{"port":80,"nodePort":30080}]}}\' >/dev/null',
		'for h in controlplane node01 node02 localhost; do curl -s -o /dev/null -m 3 -w "%{http_code} " http://$h:30080; done; echo',
		'200 200 200 200 \n',
	),
	row(
		'externalTrafficPolicy Local: nodes without an endpoint drop',
		`${PROXY}: only local endpoints`,
		`kubectl patch svc np -p '{"spec":{"externalTrafficPolicy":"Local"}}' >/dev/null`,
		'ssh node01 curl -s -o /dev/null -m 3 http://172.30.1.2:30080; echo rc=$?; curl -s -o /dev/null -m 3 -w "%{http_code}\\n" http://controlplane:30080; curl -s -o /dev/null -m 3 -w "%{http_code}\\n" http://node01:30080',
		'rc=28\n200\n200\n',
	),
	row(
		'LoadBalancer without a provider',
		'cloud-provider service controller is not there',
		'kubectl expose deploy web --name=lb --type=LoadBalancer --port=80 >/dev/null',
		"kubectl get svc lb --no-headers | awk '{print $2, $4}'",
		'LoadBalancer <pending>\n',
	),
	row(
		"an external address is the cluster's",
		`${PROXY}: externalIPs`,
		`kubectl patch svc lb -p '{"spec":{"externalIPs":["203.0.113.7"]}}' >/dev/null`,
		"kubectl get svc lb --no-headers | awk '{print $4}'; curl -s -o /dev/null -m 3 -w '%{http_code}\\n' http://203.0.113.7",
		'203.0.113.7\n200\n',
	),
	row(
		'session affinity: always the same',
		`${PROXY}: recent`,
		`kubectl patch svc web -p '{"spec":{"sessionAffinity":"ClientIP"}}' >/dev/null; for p in $(kubectl get pod -l app=web -o name); do kubectl exec $p -- sh -c 'hostname > /usr/share/nginx/html/index.html'; done`,
		'for i in 1 2 3 4 5 6; do kubectl exec t -- wget -qO- http://web; done | sort -u | wc -l',
		'1\n',
	),
	row(
		'without it: both',
		`${PROXY}: statistic`,
		`kubectl patch svc web -p '{"spec":{"sessionAffinity":"None"}}' >/dev/null`,
		'for i in 1 2 3 4 5 6 7 8; do kubectl exec t -- wget -qO- http://web; done | sort -u | wc -l',
		'2\n',
	),
	row(
		'hairpin: a Pod reaches itself',
		`${PROXY}: KUBE-MARK-MASQ for hairpin`,
		'',
		"kubectl exec named -- curl -s -o /dev/null -m 2 -w '%{http_code}\\n' http://named.default:8080",
		'200\n',
	),
	row(
		'a Pod that is not ready gets nothing',
		'pkg/controller/endpointslice',
		'apply <<E\n{apiVersion: v1, kind: Pod, metadata: {name: sick, labels: {app: sick}}, spec: {containers: [{name: c, image: nginx, readinessProbe: {exec: {command: ["false"]}}}]}}\nE\nkubectl expose pod sick --port=80 >/dev/null',
		"kubectl get endpointslices -l kubernetes.io/service-name=sick -o jsonpath='{.items[0].endpoints[0].conditions}'; echo; kubectl exec t -- wget -qO- -T 2 http://sick 2>&1 | sed 's/10\\.[0-9.]*/IP/'",
		'{"ready":false,"serving":false,"terminating":false}\nwget: can\'t connect to remote host (IP): Connection refused\ncommand terminated with exit code 1\n',
		10,
	),
	row(
		'publishNotReadyAddresses',
		'pkg/controller/endpointslice',
		`kubectl patch svc sick -p '{"spec":{"publishNotReadyAddresses":true}}' >/dev/null`,
		"kubectl get endpointslices -l kubernetes.io/service-name=sick -o jsonpath='{.items[0].endpoints[0].conditions.ready}'; echo; kubectl exec t -- wget -qO- -T 2 http://sick | grep -c title",
		'true\n1\n',
	),
	row(
		'headless: the addresses of its Pods',
		DNS,
		'kubectl expose deploy web --name=bare --port=80 --cluster-ip=None >/dev/null',
		"kubectl exec ns -- dig +short bare.default.svc.cluster.local | grep -c 192.168; kubectl get svc bare --no-headers | awk '{print $3}'",
		'2\nNone\n',
	),
	row(
		'ExternalName is a CNAME',
		DNS,
		'kubectl create svc externalname ext --external-name=example.com >/dev/null',
		'kubectl exec ns -- dig +short ext.default.svc.cluster.local',
		'example.com.\n23.215.0.136\n',
	),
	row(
		'SRV of a named port',
		DNS,
		'apply <<E\n{apiVersion: v1, kind: Service, metadata: {name: srv}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}\nE',
		'kubectl exec ns -- dig +short SRV _http._tcp.srv.default.svc.cluster.local',
		'0 100 80 srv.default.svc.cluster.local.\n',
	),
	row(
		'PTR of a Service',
		DNS,
		'',
		"kubectl exec ns -- dig +short -x $(kubectl get svc web -o jsonpath='{.spec.clusterIP}')",
		'web.default.svc.cluster.local.\n',
	),
	row(
		'A of a Pod by its dashes',
		DNS,
		'',
		`P=${IP}; [ "$(kubectl exec ns -- dig +short $(echo $P | tr . -).default.pod.cluster.local)" = $P ] && echo same`,
		'same\n',
	),
	row(
		'a name that is not there: nslookup, wget, curl',
		'busybox, curl',
		'',
		'kubectl exec t -- nslookup nope.default.svc.cluster.local | tail -3; kubectl exec t -- wget -qO- http://nope; kubectl exec ns -- curl -sS http://nope',
		"\n** server can't find nope.default.svc.cluster.local: NXDOMAIN\n\ncommand terminated with exit code 1\nwget: bad address 'nope'\ncommand terminated with exit code 1\ncurl: (6) Could not resolve host: nope\ncommand terminated with exit code 6\n",
	),
	row(
		'NetworkPolicy: nothing is let in',
		POLICY,
		policy('deny', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}'),
		'kubectl exec t -- wget -qO- -T 2 http://web; kubectl exec ns -- curl -sS -m 2 http://web 2>&1 | sed "s/after [0-9]* milli/after N milli/"',
		'curl: (28) Connection timed out after N milliseconds\ncommand terminated with exit code 28\nwget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'its node may always',
		POLICY,
		'',
		`N=$(kubectl get pod -l app=web -o jsonpath='{.items[0].spec.nodeName}'); ssh $N curl -s -o /dev/null -m 2 -w '%{http_code}' http://${IP}; echo`,
		'200\n',
	),
	row(
		'a Pod of a label is let in',
		POLICY,
		policy(
			'allow',
			'{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {run: t}}}], ports: [{port: 80}]}]}',
		),
		'kubectl exec t -- wget -qO- -T 2 http://web | wc -l; kubectl -n other exec t -- wget -qO- -T 2 http://web.default',
		'1\nwget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'a Pod of that label and a namespace: both',
		POLICY,
		policy(
			'allow',
			'{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {run: t}}, namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}',
		),
		'kubectl exec t -- wget -qO- -T 2 http://web; kubectl -n other exec t -- wget -qO- -T 2 http://web.default | wc -l',
		'1\nwget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'a range of ports',
		POLICY,
		policy('allow', '{podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: 79, endPort: 90}]}]}'),
		'kubectl exec t -- wget -qO- -T 2 http://web | wc -l',
		'1\n',
	),
	row(
		'an address block with an exception',
		POLICY,
		policy(
			'allow',
			'{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [192.168.0.0/16]}}]}]}',
		),
		'kubectl exec t -- wget -qO- -T 2 http://web',
		'wget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'egress without DNS: names are not found',
		POLICY,
		`kubectl delete netpol deny allow >/dev/null; ${policy('out', '{podSelector: {matchLabels: {run: t}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}]}')}`,
		`kubectl exec t -- wget -qO- -T 2 http://web; kubectl exec t -- wget -qO- -T 2 http://${IP} | wc -l`,
		"1\nwget: bad address 'web'\ncommand terminated with exit code 1\n",
	),
	row(
		'with DNS they are',
		POLICY,
		policy(
			'out',
			'{podSelector: {matchLabels: {run: t}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: web}}}]}, {ports: [{port: 53, protocol: UDP}, {port: 53}]}]}',
		),
		'kubectl exec t -- wget -qO- -T 2 http://web | wc -l; kubectl exec t -- wget -qO- -T 2 http://named:8080; kubectl delete netpol out',
		'1\nnetworkpolicy.networking.k8s.io "out" deleted from default namespace\nwget: download timed out\ncommand terminated with exit code 1\n',
	),
	row(
		'CoreDNS: hosts of its own',
		'coredns plugin/hosts',
		corefile('s/^ *ready/&\\n        hosts {\\n          10.9.8.7 own.test\\n          fallthrough\\n        }/'),
		'kubectl exec ns -- dig +short own.test',
		'10.9.8.7\n',
		5,
	),
	row(
		'CoreDNS: an unknown plugin',
		'coredns core/dnsserver',
		corefile('s/^ *ready/&\\n        bogus/'),
		"kubectl -n kube-system get pods -l k8s-app=kube-dns --no-headers | awk '{print $2}' | sort | uniq -c | tr -s ' '; kubectl -n kube-system logs $(kubectl -n kube-system get pods -l k8s-app=kube-dns --no-headers | grep '0/1' | head -1 | cut -d' ' -f1)",
		" 2 0/1\n 1 1/1\n/etc/coredns/Corefile:7 - Error during parsing: Unknown directive 'bogus'\n",
		5,
	),
	row('CoreDNS mended', 'coredns', corefile('/bogus/d'), get('http://web', 't').replace('title', '.'), '1\n', 10),
	row(
		'CoreDNS scaled away',
		'coredns',
		'kubectl -n kube-system scale deploy coredns --replicas=0 >/dev/null',
		'kubectl exec t -- wget -qO- -T 2 http://web; kubectl exec ns -- curl -sS -m 20 http://web 2>&1 | sed "s/after [0-9]* milli/after N milli/"; kubectl -n kube-system scale deploy coredns --replicas=2',
		"curl: (6) Could not resolve host: web\ncommand terminated with exit code 6\ndeployment.apps/coredns scaled\nwget: bad address 'web'\ncommand terminated with exit code 1\n",
		10,
	),
	row(
		'kube-proxy gone: what was stays, what is new does not work',
		`${PROXY}: rules outlive it`,
		`kubectl -n kube-system rollout status deploy coredns >/dev/null; sleep 5; kubectl -n kube-system patch ds kube-proxy -p '{"spec":{"template":{"spec":{"nodeSelector":{"none":"x"}}}}}' >/dev/null; sleep 40; kubectl expose deploy web --name=late --port=80 >/dev/null`,
		'kubectl exec t -- wget -qO- -T 2 http://web | wc -l; kubectl exec t -- wget -qO- -T 2 http://late; iptables-save | grep -c default/late',
		'1\n0\nwget: download timed out\ncommand terminated with exit code 1\n',
		5,
	),
];
