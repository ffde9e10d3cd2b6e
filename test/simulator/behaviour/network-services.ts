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
	row(
		'source ranges of a load balancer: others are dropped, node ports are open to them',
		'pkg/proxy/iptables proxier.go KUBE-FW',
		`kubectl patch svc lb -p '{"spec":{"loadBalancerSourceRanges":["172.30.1.2/32"]}}' >/dev/null`,
		`${code('172.30.255.200')}; ssh node01 "${code('172.30.255.200')}"; kubectl exec ns -- curl -s -o /dev/null -m 3 http://172.30.255.200; P=$(kubectl get svc lb -o jsonpath='{.spec.ports[0].nodePort}'); ssh node01 "${code('172.30.1.2:$P')}"`,
		'200\n000\n200\ncommand terminated with exit code 28\n',
	),
	row(
		'healthCheckNodePort tells which nodes have endpoints',
		'pkg/proxy/healthcheck service_health.go',
		`kubectl patch svc lb -p '{"spec":{"externalTrafficPolicy":"Local","loadBalancerSourceRanges":null}}' >/dev/null`,
		`P=$(kubectl get svc lb -o jsonpath='{.spec.healthCheckNodePort}'); for h in controlplane node01 node02; do curl -s -w ' %{http_code}\n' http://$h:$P | tr -d '\n\t'; echo; done`,
		['controlplane 0 503', 'node01 1 200', 'node02 1 200']
			.map((each) => each.split(' '))
			.map(
				([, count, status]) =>
					`{"service": {"namespace": "default","name": "lb"},"localEndpoints": ${count},"serviceProxyHealthy": true} ${status}\n`,
			)
			.join(''),
	),
	row(
		'Pods reach a Service with externalTrafficPolicy Local by its outside address from any node',
		'pkg/proxy/iptables proxier.go: pod traffic for external destinations',
		'kubectl run edge --image=nicolaka/netshoot --overrides=\'{"spec":{"nodeName":"controlplane"}}\' --command -- sleep 99999 >/dev/null; kubectl wait --for=condition=Ready pod/edge --timeout=60s >/dev/null',
		`kubectl exec edge -- ${code('172.30.255.200')}`,
		'200\n',
	),
	row(
		'Endpoints by hand are mirrored into a slice and work',
		'pkg/controller/endpointslicemirroring',
		`IP=$(kubectl get pod -l app=web -o jsonpath='{.items[0].status.podIP}')
kubectl apply -f - >/dev/null 2>&1 <<E
{apiVersion: v1, kind: Service, metadata: {name: manual}, spec: {ports: [{port: 8080, targetPort: 80}]}}
---
{apiVersion: v1, kind: Endpoints, metadata: {name: manual, labels: {made-by: hand}}, subsets: [{addresses: [{ip: $IP}], ports: [{port: 80}]}]}
E`,
		`kubectl get endpointslices -l kubernetes.io/service-name=manual -o jsonpath='{.items[0].metadata.labels}{"\\n"}{.items[0].metadata.ownerReferences[0].kind}{"\\n"}{.items[0].endpoints[0].conditions}{"\\n"}'; kubectl exec ns -- ${code('manual:8080')}`,
		'{"endpointslice.kubernetes.io/managed-by":"endpointslicemirroring-controller.k8s.io","kubernetes.io/service-name":"manual","made-by":"hand"}\nEndpoints\n{"ready":true}\n200\n',
	),
	row(
		'without them the slice is gone, and the Service refuses',
		'pkg/controller/endpointslicemirroring',
		'kubectl delete endpoints manual >/dev/null 2>&1',
		`kubectl get endpointslices -l kubernetes.io/service-name=manual 2>&1; kubectl exec ns -- ${code('manual:8080')}`,
		'No resources found in default namespace.\n000\ncommand terminated with exit code 7\n',
	),
	row(
		'a slice by hand works without Endpoints',
		'documentation: Services without selectors',
		`IP=$(kubectl get pod -l app=web -o jsonpath='{.items[0].status.podIP}')
kubectl apply -f - >/dev/null <<E
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: manual-1, labels: {kubernetes.io/service-name: manual}}, addressType: IPv4, ports: [{name: "", port: 80}], endpoints: [{addresses: ["$IP"]}]}
E`,
		`kubectl exec ns -- ${code('manual:8080')}`,
		'200\n',
	),
	row(
		'trafficDistribution PreferSameNode: the own node serves while it can',
		'pkg/proxy topology.go CategorizeEndpoints; endpointslice trafficdist',
		`for p in $(kubectl get pod -l app=web -o name); do kubectl exec $p -- sh -c 'hostname > /usr/share/nginx/html/index.html'; done; kubectl expose deploy web --name=near --port=80 >/dev/null; kubectl patch svc near -p '{"spec":{"trafficDistribution":"PreferSameNode"}}' >/dev/null`,
		`N=$(kubectl get pod ns -o jsonpath='{.spec.nodeName}'); P=$(kubectl get pod -l app=web --field-selector spec.nodeName=$N -o jsonpath='{.items[0].metadata.name}'); for i in 1 2 3 4 5 6; do kubectl exec ns -- curl -s near; done | sort -u | sed "s/$P/own/"; kubectl get endpointslices -l kubernetes.io/service-name=near -o jsonpath='{.items[0].endpoints[*].hints}' | sed 's/node0./N/g'; echo`,
		'own\n{"forNodes":[{"name":"N"}]} {"forNodes":[{"name":"N"}]}\n',
	),
	row(
		'trafficDistribution PreferSameZone',
		'pkg/proxy topology.go CategorizeEndpoints',
		`kubectl label node node01 topology.kubernetes.io/zone=a >/dev/null; kubectl label node node02 topology.kubernetes.io/zone=b >/dev/null; kubectl label node controlplane topology.kubernetes.io/zone=b >/dev/null; kubectl patch svc near -p '{"spec":{"trafficDistribution":"PreferSameZone"}}' >/dev/null`,
		`P=$(kubectl get pod -l app=web --field-selector spec.nodeName=node02 -o jsonpath='{.items[0].metadata.name}'); for i in 1 2 3 4 5 6; do curl -s $(kubectl get svc near -o jsonpath='{.spec.clusterIP}'); done | sort -u | sed "s/$P/zone b/"`,
		'zone b\n',
	),
	row(
		'session affinity ends after its time without a connection',
		'pkg/proxy/iptables proxier.go: recent --seconds --reap',
		`kubectl patch svc near -p '{"spec":{"trafficDistribution":null,"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10}}}}' >/dev/null`,
		'for i in 1 2 3 4 5 6; do kubectl exec ns -- curl -s near; sleep 2; done | sort -u | wc -l; for i in 1 2 3 4 5 6 7 8; do kubectl exec ns -- curl -s near; sleep 11; done | sort -u | wc -l',
		'1\n2\n',
	),
	row(
		'internalTrafficPolicy Local: nodes without an endpoint drop',
		'pkg/proxy/iptables proxier.go',
		`kubectl patch svc near -p '{"spec":{"sessionAffinity":"None","internalTrafficPolicy":"Local"}}' >/dev/null`,
		`kubectl exec edge -- ${code('near')}; kubectl exec ns -- ${code('near')}`,
		'000\n200\ncommand terminated with exit code 28\n',
	),
	row(
		'kube-proxy in mode ipvs: the load balancer of the kernel has the Services, iptables a few rules',
		'pkg/proxy/ipvs proxier.go; cmd/kube-proxy/app server_linux.go',
		`kubectl -n kube-system get cm kube-proxy -o yaml | sed 's/mode: ""/mode: ipvs/' | kubectl apply -f - >/dev/null 2>&1; kubectl -n kube-system rollout restart ds kube-proxy >/dev/null; kubectl -n kube-system rollout status ds kube-proxy >/dev/null; kubectl run tool --image=nicolaka/netshoot --overrides='{"spec":{"hostNetwork":true,"nodeName":"controlplane"}}' --command -- sleep 99999 >/dev/null; kubectl wait --for=condition=Ready pod/tool --timeout=60s >/dev/null`,
		`curl -s localhost:10249/proxyMode; echo; iptables-save | grep -c KUBE-SVC; kubectl exec tool -- ipvsadm -Ln | head -5; kubectl exec ns -- ipvsadm -Ln | wc -l; ip -br addr show kube-ipvs0 | grep -o 10.96.0.10/32; kubectl -n kube-system logs ds/kube-proxy 2>/dev/null | grep -o 'Using .* Proxier'; kubectl exec ns -- ${code('manual:8080')}`,
		'ipvs\n0\nIP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn\nTCP  10.96.0.1:443 rr\n  -> 172.30.1.2:6443              Masq    1      0          0         \n3\n10.96.0.10/32\nUsing ipvs Proxier\n200\n',
	),
	row(
		'a mode that is none: kube-proxy ends and says so',
		'pkg/proxy/apis/config/validation validateProxyModeLinux',
		`kubectl -n kube-system get cm kube-proxy -o yaml | sed 's/mode: ipvs/mode: fast/' | kubectl apply -f - >/dev/null 2>&1; kubectl -n kube-system delete pod -l k8s-app=kube-proxy --field-selector spec.nodeName=node01 >/dev/null`,
		"kubectl -n kube-system logs $(kubectl -n kube-system get pod -l k8s-app=kube-proxy --field-selector spec.nodeName=node01 -o name) | sed -E 's/^E.*run.go/run.go/'",
		`run.go:72] "command failed" err="failed validate: KubeProxyConfiguration.Mode: Invalid value: \\"fast\\": must be iptables, ipvs, nftables or blank (blank means the best-available proxy [currently iptables])"\n`,
		6,
	),
];
