import type { WorldRow } from './world-rows.ts';

/**
 * A server in namespace a; who asks: a Pod of another namespace, one of its own, a host-network Pod on the control plane,
 * its node, another node; and an echo request from the other namespace.
 */
export const POLICY_SETUP = `kubectl create ns a >/dev/null; kubectl create ns b >/dev/null; kubectl label ns b team=b >/dev/null
kubectl -n a run web --image=nginx --port=80 --labels=app=web >/dev/null; kubectl -n a expose pod web >/dev/null
for n in a b; do kubectl -n $n run cli --image=nicolaka/netshoot --labels=role=cli --command -- sleep 99999 >/dev/null; done
kubectl -n b apply -f - >/dev/null <<E
{apiVersion: v1, kind: Pod, metadata: {name: hostcli}, spec: {hostNetwork: true, nodeName: controlplane, containers: [{name: c, image: nicolaka/netshoot, command: [sleep, "99999"]}]}}
E
kubectl wait -A --for=condition=Ready pod --all --timeout=90s >/dev/null
cat > /root/ask.sh <<'END'
t() { kubectl -n $1 exec $2 -- curl -s -o /dev/null -m 2 -w '%{http_code} ' $3 2>/dev/null; }
WEB=$(kubectl -n a get pod web -o jsonpath='{.status.podIP}'); NODE=$(kubectl -n a get pod web -o jsonpath='{.spec.nodeName}')
t b cli web.a; t a cli web; t b hostcli $WEB; ssh $NODE curl -s -o /dev/null -m 2 -w %{http_code} $WEB; echo -n ' '
curl -s -o /dev/null -m 2 -w '%{http_code} ' $WEB
kubectl -n b exec cli -- ping -c1 -W1 $WEB >/dev/null 2>&1 && echo ping || echo silence
END`;

const SOURCE = 'documentation: network policies; Calico: the own node may always';
const policy = (name: string, spec: string, namespace = 'a'): string =>
	`kubectl -n ${namespace} apply -f - >/dev/null <<E\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}, spec: ${spec}}\nE`;
const web = (ingress: string): string => policy('web', `{podSelector: {matchLabels: {app: web}}, ingress: ${ingress}}`);

function row(cause: string, given: string, told: string, ask = 'bash /root/ask.sh'): WorldRow {
	return { cause, source: SOURCE, given, after: 1, ask, told };
}

export const POLICY_ROWS: readonly WorldRow[] = [
	row('without policies everybody gets in', '', '200 200 200 200 200 ping\n'),
	row(
		'all Pods isolated: only its node',
		policy('deny', '{podSelector: {}, policyTypes: [Ingress]}'),
		'000 000 000 200 000 silence\n',
	),
	row(
		'a namespace by its label, every protocol',
		web('[{from: [{namespaceSelector: {matchLabels: {team: b}}}]}]'),
		'200 000 000 200 000 ping\n',
	),
	row('the namespace loses its label', 'kubectl label ns b team- >/dev/null', '000 000 000 200 000 silence\n'),
	row('and has it again', 'kubectl label ns b team=b >/dev/null', '200 000 000 200 000 ping\n'),
	row(
		'Pods of every namespace, one port: no echo',
		web('[{from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: cli}}}], ports: [{port: 80}]}]'),
		'200 200 000 200 000 silence\n',
	),
	row(
		"a host's address, which is that of host-network Pods too",
		web('[{from: [{ipBlock: {cidr: 172.30.1.2/32}}]}]'),
		'000 000 200 200 200 silence\n',
	),
	row('the port of another protocol', web('[{ports: [{port: 80, protocol: UDP}]}]'), '000 000 000 200 000 silence\n'),
	row('an empty rule lists everything', web('[{}]'), '200 200 200 200 200 ping\n'),
	row('no rule lists nothing', web('[]'), '000 000 000 200 000 silence\n'),
	row(
		'the Pod loses the label that the policy is about',
		`${web('[{}]')}\nkubectl -n a label pod web app=other --overwrite >/dev/null`,
		'000 000 000 200 000 silence\n',
	),
	row(
		'egress: names are found, nothing else is reached, hosts and the API server neither',
		`kubectl -n a delete netpol --all >/dev/null; kubectl -n a label pod web app=web --overwrite >/dev/null; ${policy('out', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}]}]}', 'b')}`,
		'10.0.0.0\n000 000 \n000 200 200 200 200 silence\n',
		"kubectl -n b exec cli -- dig +short web.a.svc.cluster.local | sed -E 's/^10[0-9.]+/10.0.0.0/'; for u in https://10.96.0.1 http://172.30.1.2:22; do kubectl -n b exec cli -- curl -sk -o /dev/null -m 2 -w '%{http_code} ' $u 2>/dev/null; done; echo; bash /root/ask.sh",
	),
	row(
		'what is connected stays connected',
		`kubectl -n b delete netpol --all >/dev/null; (kubectl -n a exec cli -- sh -c '(sleep 6; printf "GET / HTTP/1.0\\r\\n\\r\\n"; sleep 2) | nc web 80 | head -1' > /root/held) & sleep 3; ${policy('deny', '{podSelector: {}, policyTypes: [Ingress, Egress]}')}\nsleep 8`,
		'HTTP/1.1 200 OK\r\n000 000 000 200 000 silence\n',
		'cat /root/held; bash /root/ask.sh',
	),
];
