import type { WorldRow } from './world-rows.ts';

const ALLOCATABLE = `kubectl get node node01 -o jsonpath='{.status.allocatable}'; echo`;
const configure = (lines: string): string => `ssh node01 bash <<'END'
cat >> /var/lib/kubelet/config.yaml <<'YAML'
${lines}
YAML
systemctl restart kubelet
END`;

/** What a kubelet's configuration makes of its node. */
export const SETTING_ROWS: readonly WorldRow[] = [
	{
		cause: 'nothing is reserved: eviction alone keeps something free',
		source: 'pkg/kubelet/cm/node_container_manager_linux.go GetNodeAllocatableReservation',
		given: '',
		after: 0,
		ask: ALLOCATABLE,
		told: '{"cpu":"2","ephemeral-storage":"19327352832","hugepages-1Gi":"0","hugepages-2Mi":"0","memory":"3996Mi","pods":"110"}\n',
	},
	{
		cause: 'reserved for the system and for Kubernetes, more kept free, fewer Pods',
		source: 'pkg/kubelet/cm/node_container_manager_linux.go; nodestatus/setters.go MachineInfo',
		given: configure(`systemReserved: {cpu: 200m, memory: 256Mi, ephemeral-storage: 1Gi}
kubeReserved: {cpu: 100m, memory: 512Mi}
evictionHard: {memory.available: 200Mi}
maxPods: 20`),
		after: 15,
		ask: ALLOCATABLE,
		told: '{"cpu":"1700m","ephemeral-storage":"20401094656","hugepages-1Gi":"0","hugepages-2Mi":"0","memory":"3128Mi","pods":"20"}\n',
	},
	{
		cause: 'flags go before the file',
		source: 'cmd/kubelet/app/server.go kubeletConfigFlagPrecedence',
		given: `ssh node01 'sed -i "s/ARGS=\\"/&--max-pods=7 --kube-reserved=cpu=1 /" /var/lib/kubelet/kubeadm-flags.env; systemctl restart kubelet'`,
		after: 15,
		ask: `kubectl get node node01 -o jsonpath='{.status.allocatable.cpu} {.status.allocatable.pods}'`,
		told: '800m 7',
	},
	{
		cause:
			'a deleted Pod is gone when its sandbox is down and its volumes are: half a second after a container that ends at once',
		source:
			'pkg/kubelet SyncTerminatingPod, SyncTerminatedPod; volumemanager WaitForUnmount: podAttachAndMountRetryInterval',
		given: `kubectl create deployment quick --image=nginx:1.27 --replicas=2 > /dev/null
apply <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: unmoved}, spec: {terminationGracePeriodSeconds: 3, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"]}]}}
Y`,
		after: 10,
		ask: `took() { s=$(date +%s%N); "$@" > /dev/null; e=$(date +%s%N); awk "BEGIN { print int(($e - $s) / 1e8) / 10 }"; }
took kubectl delete pod unmoved
kubectl delete deployment quick --cascade=foreground --wait=false
kubectl get deploy,rs -o jsonpath='{range .items[*]}{.kind}{" "}{.metadata.finalizers[*]}{"\\n"}{end}'
kubectl get pods -l app=quick --no-headers | awk '{ print $3 }'; took kubectl wait --for=delete deploy/quick --timeout=20s; kubectl get pods -l app=quick`,
		told: `3.5
deployment.apps "quick" deleted from default namespace
Deployment foregroundDeletion
ReplicaSet foregroundDeletion
Terminating
Terminating
0.4
No resources found in default namespace.
`,
	},
];
