import type { WorldRow } from './world-rows.ts';

/** Cilium over a cluster that had Calico; a server in two namespaces, and clients. */
export const CILIUM_SETUP = `helm install cilium cilium --repo https://helm.cilium.io --version 1.18.3 -n kube-system --set operator.replicas=1 >/dev/null
kubectl -n kube-system rollout status ds/cilium --timeout=120s >/dev/null
kubectl create ns other >/dev/null
for ns in default other; do
kubectl -n $ns create deploy web --image=nginx >/dev/null
kubectl -n $ns expose deploy web --port=80 >/dev/null
kubectl -n $ns run client --image=nicolaka/netshoot --labels=app=client --command -- sleep 99999 >/dev/null
done
kubectl run stranger --image=nicolaka/netshoot --labels=app=stranger --command -- sleep 99999 >/dev/null
kubectl wait --for=condition=Ready pod --all -A --timeout=120s >/dev/null`;

const TOOLS = `cnp() { kubectl delete cnp,ccnp,netpol --all -A >/dev/null 2>&1; kubectl apply -f - >/dev/null; sleep 1; }
code() { for url in "\${@:2}"; do kubectl exec $1 -- curl -s -m 2 -o /dev/null -w '%{http_code} ' $url 2>/dev/null; done; echo "$1"; }
other() { kubectl -n other exec client -- curl -s -m 2 -o /dev/null -w '%{http_code} ' $1 2>/dev/null; echo "other/client"; }
ip() { kubectl get pod $1 -o jsonpath='{.items[0].status.podIP}'; }
`;

const LANGUAGE = 'Cilium documentation: network policy, policy rule types';

function row(cause: string, given: string, ask: string, told: string): WorldRow {
	return { cause, source: LANGUAGE, given: `${TOOLS}${given}`, after: 1, ask: `${TOOLS}${ask}`, told };
}

const policy = (spec: string, kind = 'CiliumNetworkPolicy'): string =>
	`cnp <<E\n{apiVersion: cilium.io/v2, kind: ${kind}, metadata: {name: p}, spec: ${spec}}\nE`;
const WEB = 'endpointSelector: {matchLabels: {app: web}}';
const CLIENT = 'endpointSelector: {matchLabels: {app: client}}';
const FROM_CLIENT = 'fromEndpoints: [{matchLabels: {app: client}}]';
const DNS =
	'{toEndpoints: [{matchLabels: {"k8s:io.kubernetes.pod.namespace": kube-system, "k8s:k8s-app": kube-dns}}], toPorts: [{ports: [{port: "53", protocol: ANY}], rules: {dns: [{matchPattern: "*"}]}}]}';

export const CILIUM_ROWS: readonly WorldRow[] = [
	row('without a policy everything passes', 'true', 'code client web; code stranger web', '200 client\n200 stranger\n'),
	row(
		'a peer without a namespace is one of the own',
		policy(`{${WEB}, ingress: [{${FROM_CLIENT}}]}`),
		'code client web; code stranger web; other web.default',
		'200 client\n000 stranger\n000 other/client\n',
	),
	row(
		'a peer of another namespace',
		policy(
			`{${WEB}, ingress: [{fromEndpoints: [{matchLabels: {"k8s:io.kubernetes.pod.namespace": other, app: client}}]}]}`,
		),
		'code client web; other web.default',
		'000 client\n200 other/client\n',
	),
	row(
		"a peer by its namespace's labels",
		policy(
			`{${WEB}, ingress: [{fromEndpoints: [{matchLabels: {"k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name": other}}]}]}`,
		),
		'code client web; other web.default',
		'000 client\n200 other/client\n',
	),
	row(
		'an empty peer means all of the own namespace',
		policy(`{${WEB}, ingress: [{fromEndpoints: [{}]}]}`),
		'code client web; code stranger web; other web.default',
		'200 client\n200 stranger\n000 other/client\n',
	),
	row(
		'an empty rule lets nothing through; the node still does',
		policy('{endpointSelector: {}, ingress: [{}]}'),
		`code client web; curl -s -m 2 -o /dev/null -w '%{http_code}\\n' $(ip "-l app=web")`,
		'000 client\n000\n',
	),
	row(
		'a rule with an empty list of peers means nobody',
		policy(`{${WEB}, ingress: [{fromEndpoints: [], toPorts: [{ports: [{port: "80"}]}]}]}`),
		'code client web',
		'000 client\n',
	),
	row(
		'ports without peers mean everybody',
		policy(`{${WEB}, ingress: [{toPorts: [{ports: [{port: "80", protocol: TCP}]}]}]}`),
		'code client web; other web.default',
		'200 client\n200 other/client\n',
	),
	row(
		'another port, a range, and a protocol',
		policy(`{${WEB}, ingress: [{toPorts: [{ports: [{port: "8000", endPort: 8090, protocol: TCP}]}]}]}`),
		'code client web',
		'000 client\n',
	),
	row(
		'a range holds its ends',
		policy(`{${WEB}, ingress: [{toPorts: [{ports: [{port: "79", endPort: 80}]}]}]}`),
		'code client web',
		'200 client\n',
	),
	row(
		'a refusal wins over what allows',
		policy(
			`{${WEB}, ingress: [{fromEntities: [all]}], ingressDeny: [{fromEndpoints: [{matchLabels: {app: stranger}}]}]}`,
		),
		'code client web; code stranger web; other web.default',
		'200 client\n000 stranger\n200 other/client\n',
	),
	row(
		'a refusal alone refuses the rest as well',
		policy(`{${WEB}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: stranger}}]}]}`),
		'code client web; code stranger web',
		'000 client\n000 stranger\n',
	),
	row(
		'unless the default stays open',
		policy(
			`{${WEB}, enableDefaultDeny: {ingress: false}, ingressDeny: [{fromEndpoints: [{matchLabels: {app: stranger}}]}]}`,
		),
		'code client web; code stranger web',
		'200 client\n000 stranger\n',
	),
	row(
		'the entity cluster is no outside',
		policy(`{${CLIENT}, egress: [{toEntities: [cluster]}]}`),
		'code client web example.com',
		'200 000 client\n',
	),
	row(
		'the entity world is no Pod',
		policy(`{${CLIENT}, egress: [${DNS}, {toEntities: [world]}]}`),
		'code client web example.com',
		'000 200 client\n',
	),
	row(
		'the entity kube-apiserver',
		policy(`{${CLIENT}, egress: [{toEntities: [kube-apiserver]}]}`),
		'kubectl exec client -- curl -sk -m 2 -o /dev/null -w "%{http_code}\\n" https://10.96.0.1; code client $(ip "-l app=web")',
		'403\n000 client\n',
	),
	row(
		'blocks mean no Pods',
		policy(`{${CLIENT}, egress: [${DNS}, {toCIDR: [0.0.0.0/0]}]}`),
		'code client web example.com',
		'000 200 client\n',
	),
	row(
		'a block without a part',
		policy(`{${CLIENT}, egress: [${DNS}, {toCIDRSet: [{cidr: 0.0.0.0/0, except: [23.215.0.136/32]}]}]}`),
		'code client example.com www.example.com',
		'000 200 client\n',
	),
	row(
		"a group's blocks",
		`kubectl apply -f - >/dev/null <<E
{apiVersion: cilium.io/v2, kind: CiliumCIDRGroup, metadata: {name: g}, spec: {externalCIDRs: [23.215.0.136/32]}}
E
${policy(`{${CLIENT}, egress: [${DNS}, {toCIDRSet: [{cidrGroupRef: g}]}]}`)}`,
		'code client example.com www.example.com',
		'200 000 client\n',
	),
	row(
		'hosts by their names, as the DNS proxy has heard them',
		policy(`{${CLIENT}, egress: [${DNS}, {toFQDNs: [{matchName: example.com}]}]}`),
		'code client example.com www.example.com 23.215.0.136 23.215.0.132',
		'200 000 404 000 client\n',
	),
	row(
		'names by a pattern; others cannot be asked for',
		policy(
			`{${CLIENT}, egress: [${DNS.replace('"*"', '"*.example.com"')}, {toFQDNs: [{matchPattern: "*.example.com"}]}]}`,
		),
		'code client www.example.com; kubectl exec client -- dig +short www.example.com; kubectl exec client -- dig example.org | grep -o "status: [A-Z]*"',
		'200 client\n23.215.0.137\nstatus: REFUSED\n',
	),
	row(
		'without a DNS rule no name is known',
		policy(`{${CLIENT}, egress: [${DNS.replace(/, rules: .*\]}}\]/, '}]')}, {toFQDNs: [{matchName: example.com}]}]}`),
		'code client google.com',
		'000 client\n',
	),
	row(
		'requests by method and path',
		policy(
			`{${WEB}, ingress: [{${FROM_CLIENT}, toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{method: GET, path: "/(index.html)?"}]}}]}]}`,
		),
		'code client web web/index.html web/index.htmlx "web/?a=1"; code stranger web; kubectl exec client -- curl -s -XPOST -d x web; kubectl exec client -- curl -si -XDELETE web | grep -v ^date',
		'200 200 403 403 client\n000 stranger\nAccess denied\r\nHTTP/1.1 403 Forbidden\r\ncontent-length: 15\r\ncontent-type: text/plain\r\nserver: envoy\r\n\r\nAccess denied\r\n',
	),
	row(
		'requests by header',
		policy(
			`{${WEB}, ingress: [{toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{headers: ["X-Token: abc"]}]}}]}]}`,
		),
		'code client web; kubectl exec client -- curl -s -o /dev/null -w "%{http_code}\\n" -H "x-token: abc" web',
		'403 client\n200\n',
	),
	row(
		'what another rule allows whole is not looked into',
		policy(
			`{${WEB}, ingress: [{toPorts: [{ports: [{port: "80", protocol: TCP}], rules: {http: [{path: /x}]}}]}, {${FROM_CLIENT}}]}`,
		),
		'code client web; code stranger web web/x',
		'200 client\n403 404 stranger\n',
	),
	row(
		'ICMP alone',
		policy(`{${WEB}, ingress: [{icmps: [{fields: [{type: 8, family: IPv4}]}]}]}`),
		'kubectl exec client -- ping -c1 -W1 $(ip "-l app=web") | grep -o "1 received"; code client web',
		'1 received\n000 client\n',
	),
	row(
		'ports are no ICMP',
		policy(`{${WEB}, ingress: [{toPorts: [{ports: [{port: "80"}]}]}]}`),
		'kubectl exec client -- ping -c1 -W1 $(ip "-l app=web") | grep -o "0 received"; code client web',
		'0 received\n200 client\ncommand terminated with exit code 1\n',
	),
	row(
		'a Service by its name',
		policy(`{${CLIENT}, egress: [${DNS}, {toServices: [{k8sService: {serviceName: web, namespace: other}}]}]}`),
		'code client web web.other',
		'000 200 client\n',
	),
	row(
		'of the whole cluster',
		policy(`{${WEB}, ingress: [{fromEndpoints: [{matchLabels: {app: client}}]}]}`, 'CiliumClusterwideNetworkPolicy'),
		'code client web web.other; code stranger web web.other; other web.default',
		'200 200 client\n000 000 stranger\n200 other/client\n',
	),
	row(
		'who must prove who he is, and nobody vouches',
		policy(`{${WEB}, ingress: [{${FROM_CLIENT}, authentication: {mode: required}}]}`),
		'code client web',
		'000 client\n',
	),
	row(
		'a NetworkPolicy beside it: either may allow',
		`${policy(`{${WEB}, ingress: [{${FROM_CLIENT}}]}`)}
kubectl apply -f - >/dev/null <<E
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np}, spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: stranger}}}]}]}}
E`,
		'code client web; code stranger web; other web.default',
		'200 client\n200 stranger\n000 other/client\n',
	),
	row(
		'what the operator says of policies',
		policy(`{${WEB}, egress: [{toServices: [{k8sService: {serviceName: web}}], toPorts: [{ports: [{port: "80"}]}]}]}`),
		`kubectl get cnp p --no-headers | awk '{print $1, $3}'; kubectl get cnp p -o jsonpath='{.status.conditions[0].message}{"\\n"}'; code client web`,
		'p False\nPolicy validation failed: Combining ToServices and ToPorts is not supported yet\n200 client\n',
	),
	row(
		'what the API server refuses',
		'kubectl delete cnp --all -A >/dev/null',
		`kubectl apply -f - <<E
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p}, spec: {endpointSelector: {}, ingress: [{fromEntities: [everybody], toPorts: [{ports: [{port: "80", protocol: tcp}]}]}]}}
E
kubectl apply -f - <<E
{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: p}, spec: {endpointSelector: {}, ingress: [{fromCIDR: [10.0.0.0/33], toPorts: [{ports: [{port: 80}]}]}]}}
E`,
		`The CiliumNetworkPolicy "p" is invalid: 
* spec.ingress[0].fromEntities[0]: Unsupported value: "everybody": supported values: "all", "world", "cluster", "host", "init", "ingress", "unmanaged", "remote-node", "health", "none", "kube-apiserver"
* spec.ingress[0].toPorts[0].ports[0].protocol: Unsupported value: "tcp": supported values: "TCP", "UDP", "SCTP", "VRRP", "IGMP", "ANY"
The CiliumNetworkPolicy "p" is invalid: 
* spec.ingress[0].fromCIDR[0]: Invalid value: "10.0.0.0/33": spec.ingress[0].fromCIDR[0] in body must be of type cidr: "10.0.0.0/33"
* spec.ingress[0].toPorts[0].ports[0].port: Invalid value: "integer": spec.ingress[0].toPorts[0].ports[0].port in body must be of type string: "integer"
`,
	),
];
