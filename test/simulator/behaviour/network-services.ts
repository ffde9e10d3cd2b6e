import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, ask: string, told: string, after = 3): WorldRow {
	return { cause, source, given, after, ask, told };
}

/** A Deployment of two and a toolbox; MetalLB is installed by the rows. */
export const SERVICE_SETUP = `kubectl create deploy web --image=nginx --replicas=2 >/dev/null
kubectl run ns --image=nicolaka/netshoot --command -- sleep 99999 >/dev/null
cat > /root/pool.yaml <<'E'
{apiVersion: metallb.io/v1beta1, kind: IPAddressPool, metadata: {name: first, namespace: metallb-system}, spec: {addresses: [172.30.255.200-172.30.255.201]}}
---
{apiVersion: metallb.io/v1beta1, kind: L2Advertisement, metadata: {name: l2, namespace: metallb-system}}
E
kubectl wait --for=condition=Ready pod --all --timeout=120s >/dev/null`;

const METALLB = 'metallb controller/service.go, internal/allocator';
const MANIFEST = 'https://raw.githubusercontent.com/metallb/metallb/v0.15.2/config/manifests/metallb-native.yaml';
const expose = (name: string, more = ''): string =>
	`kubectl expose deploy web --name=${name} --port=80 --type=LoadBalancer ${more} >/dev/null`;
const code = (url: string): string => `curl -s -o /dev/null -m 3 -w '%{http_code}\\n' ${url}`;

export const SERVICE_ROWS: readonly WorldRow[] = [
	row(
		'MetalLB: its webhook is asked before it can answer',
		'kubernetes webhook errors; metallb installation',
		`kubectl apply -f ${MANIFEST} >/dev/null`,
		"kubectl apply -f /root/pool.yaml 2>&1 | head -1 | sed -E 's/.*failed calling/failed calling/; s/10\\.[0-9.]+:/IP:/'",
		'failed calling webhook "ipaddresspoolvalidationwebhook.metallb.io": failed to call webhook: Post "https://metallb-webhook-service.metallb-system.svc:443/validate-metallb-io-v1beta1-ipaddresspool?timeout=10s": dial tcp IP:443: connect: connection refused\n',
		1,
	),
	row(
		'without a pool there is no address',
		METALLB,
		`kubectl -n metallb-system wait --for=condition=Ready pod --selector=app=metallb --timeout=90s >/dev/null; ${expose('lb')}`,
		"kubectl get svc lb --no-headers | awk '{print $4}'; kubectl events --for svc/lb --no-headers | awk '{$1=\"\"; print}'",
		'<pending>\n Warning AllocationFailed Service/lb Failed to allocate IP for "default/lb": no available IPs\n',
	),
	row(
		'a pool gives it one, which answers from hosts and Pods',
		`${METALLB}; speaker/layer2_controller.go`,
		'kubectl apply -f /root/pool.yaml >/dev/null',
		`kubectl get svc lb --no-headers | awk '{print $4}'; ${code('172.30.255.200')}; ssh node02 "${code('172.30.255.200')}"; kubectl exec ns -- ${code('172.30.255.200')}; kubectl events --for svc/lb --no-headers | grep Normal | sed -E 's/^.*(Assigned|announcing)/\\1/; s/node0./NODE/'`,
		'172.30.255.200\n200\n200\n200\nAssigned IP ["172.30.255.200"]\nannouncing from node "NODE" with protocol "layer2"\n',
	),
	row(
		'the address is its own in status, with where it is from',
		METALLB,
		'',
		`kubectl get svc lb -o jsonpath='{.status.loadBalancer}{"\\n"}{.metadata.annotations}{"\\n"}'; kubectl describe svc lb | grep Ingress`,
		'{"ingress":[{"ip":"172.30.255.200","ipMode":"VIP"}]}\n{"metallb.io/ip-allocated-from-pool":"first"}\nLoadBalancer Ingress:     172.30.255.200 (VIP)\n',
	),
	row(
		'an overlapping pool is refused',
		'metallb internal/config',
		'',
		"sed 's/name: first/name: second/' /root/pool.yaml | kubectl apply -f - 2>&1 | grep -o 'denied.*'",
		'denied the request: CIDR "172.30.255.200-172.30.255.201" in pool "second" overlaps with already defined CIDR "172.30.255.200-172.30.255.201"\n',
	),
	row(
		'an address that is asked for, a class that is not its own, a pool that is used up',
		METALLB,
		`${expose('asked', '--load-balancer-ip=172.30.255.201')}; ${expose('other', `--overrides='{"spec":{"loadBalancerClass":"example.com/lb"}}'`)}; sleep 3; ${expose('late')}`,
		"kubectl get svc asked other late --no-headers | awk '{print $1, $4}'; kubectl events --for svc/late --no-headers | grep -o 'Failed to.*'",
		'asked 172.30.255.201\nother <pending>\nlate <pending>\nFailed to allocate IP for "default/late": no available IPs\n',
	),
	row(
		'an address that is given back goes to who waits',
		METALLB,
		'kubectl delete svc asked >/dev/null',
		"kubectl get svc late --no-headers | awk '{print $1, $4}'",
		'late 172.30.255.201\n',
	),
	row(
		'another type gives it back too',
		METALLB,
		`kubectl patch svc late -p '{"spec":{"type":"ClusterIP"}}' >/dev/null`,
		'kubectl get svc late -o jsonpath=\'{.spec.type}{.status.loadBalancer}{"\\n"}\'',
		'ClusterIP{}\n',
	),
];
