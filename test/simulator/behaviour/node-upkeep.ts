import type { WorldRow } from './world-rows.ts';

const LOGS = 'pkg/kubelet/logs container_log_manager.go';
const IMAGES = 'pkg/kubelet/images image_gc_manager.go';

/** KubeletConfiguration of node01 as it is said, and the kubelet with it. */
const configured = (lines: string): string =>
	`ssh node01 'printf "${lines}" >> /var/lib/kubelet/config.yaml; systemctl restart kubelet'; sleep 3`;

/** What a kubelet keeps in order on its node. */
export const UPKEEP_ROWS: readonly WorldRow[] = [
	{
		cause: 'a container finds its limits in its control group, and the new ones after it was resized',
		source: 'opencontainers/cgroups fs2, pkg/kubelet/cm MilliCPUToShares, kuberuntime configureContainerSwapResources',
		given: `apply <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: cg}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 500m, memory: 128Mi}}}]}}
Y`,
		after: 6,
		ask: `look() { kubectl exec cg -- sh -c 'cd /sys/fs/cgroup; echo $(cat cpu.max cpu.weight memory.max memory.swap.max pids.max memory.oom.group)'; }
look; kubectl patch pod cg --subresource resize -p '{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"200m"},"limits":{"cpu":"800m","memory":"256Mi"}}}]}}' >/dev/null; sleep 4; look
where pod/cg 'status.containerStatuses[0].restartCount'; kubectl exec cg -- cut -d' ' -f1 /sys/fs/cgroup/cpu.stat; kubectl delete pod cg --now >/dev/null`,
		told: `50000 100000 4 134217728 0 max 1
80000 100000 8 268435456 0 max 1
0
usage_usec
user_usec
system_usec
core_sched.force_idle_usec
nr_periods
nr_throttled
throttled_usec
nr_bursts
burst_usec
`,
	},
	{
		cause: 'a busy loop gets what its limit lets it have in each period, and nothing beyond; two get it together',
		source: 'kernel/sched/fair.c, Documentation/scheduler/sched-bwc.rst; pkg/kubelet/cm MilliCPUToQuota',
		given: `busy() {
apply <<Y
{apiVersion: v1, kind: Pod, metadata: {name: busy$1$3}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "$2 while :; do :; done"], resources: {limits: {cpu: $1m}}}]}}
Y
}
busy 37; busy 140; busy 140 'while :; do :; done &' -twice; busy 500`,
		after: 10,
		ask: `look() { kubectl get --raw /api/v1/nodes/node01/proxy/metrics/cadvisor | sed -n 's/^container_cpu_//; /busy/ { s/{.*pod="/ /; s/"}//; p; }' | awk '/^(usage|cfs)/ { print $2 "/" $1, $3 }' | sort; }
look > /tmp/1; sleep 30; look > /tmp/2
join /tmp/1 /tmp/2 | awk '{ $4 = $3 - $2; limit = substr($1, 5) + 0 } /usage/ { print $1, int($4 * 100000 / 30 / limit + 0.5) "%" }
/periods/ { print $1, int($4 / 10 + 0.5) * 10 } /throttled_seconds/ { print $1, int($4 / 5 + 0.5) * 5 }'
rm /tmp/[12]; kubectl delete pod --now busy37 busy140 busy140-twice busy500 > /dev/null`,
		told: `busy140-twice/cfs_periods_total 300
busy140-twice/cfs_throttled_periods_total 300
busy140-twice/cfs_throttled_seconds_total 50
busy140-twice/usage_seconds_total 100%
busy140/cfs_periods_total 300
busy140/cfs_throttled_periods_total 300
busy140/cfs_throttled_seconds_total 25
busy140/usage_seconds_total 100%
busy37/cfs_periods_total 300
busy37/cfs_throttled_periods_total 300
busy37/cfs_throttled_seconds_total 30
busy37/usage_seconds_total 100%
busy500/cfs_periods_total 300
busy500/cfs_throttled_periods_total 300
busy500/cfs_throttled_seconds_total 15
busy500/usage_seconds_total 100%
`,
	},
	{
		cause: 'a machine with swap: kubelets do not start there unless they may',
		source: 'pkg/kubelet/cm container_manager_linux.go NewContainerManager; mkswap(8), swapon(8) of util-linux',
		given: `ssh node02 'fallocate -l 512M /swapfile; mkswap -q /swapfile; chmod 600 /swapfile; swapon /swapfile; systemctl restart kubelet'`,
		after: 60,
		ask: `ssh node02 'swapon --show; tail -1 /proc/swaps; free -m | tail -1 | tr -s " "; journalctl -u kubelet | grep -o "failed to run Kubelet.*" | tail -1'
kubectl get node node02 --no-headers | awk '{print $2}'; ssh node02 swapoff -a; sleep 25; kubectl get node node02 --no-headers | awk '{print $2}'
ssh node02 'swapon /swapfile; echo "failSwapOn: false" >> /var/lib/kubelet/config.yaml; systemctl restart kubelet; sleep 5; systemctl is-active kubelet; swapoff /swapfile; swapoff /swapfile; rm /swapfile'`,
		told: `NAME      TYPE SIZE USED PRIO
/swapfile file 512M   0B   -2
/swapfile                               file\t\t524284\t\t0\t\t-2
Swap: 511 0 511
failed to run Kubelet: running with swap on is not supported, please disable swap or set --fail-swap-on flag to false"
NotReady
Ready
active
swapoff: /swapfile: swapoff failed: Invalid argument
`,
	},
	{
		cause: 'a log that grows beyond its size is put aside, what was put aside before is compressed, the oldest goes',
		source: LOGS,
		given: `${configured('containerLogMaxSize: 2Ki\\ncontainerLogMaxFiles: 3\\n')}
apply <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: talker}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "busybox:1.36", command: [sh, -c, "while true; do echo a line; sleep 0.2; done"]}]}}
Y`,
		after: 64,
		ask: 'ssh node01 \'cd /var/log/pods/default_talker*/c; ls | sed "s/2026[-0-9]*/TIME/"; zcat *.gz | head -1 | cut -d" " -f2-; test $(stat -c %s 0.log) -lt 2048 && echo short\'; test $(kubectl logs talker | wc -l) -lt 50 && echo only what is not put aside; kubectl delete pod talker --now >/dev/null; sleep 3; ssh node01 ls /var/log/pods | grep -c talker',
		told: '0.log\n0.log.TIME.gz\n0.log.TIME\nstdout F a line\nshort\nonly what is not put aside\n0\n',
	},
	{
		cause: 'a kubelet that is to keep one file of a log',
		source: `${LOGS} NewContainerLogManager`,
		given: `ssh node01 'cp /var/lib/kubelet/config.yaml /root/; sed -i s/containerLogMaxFiles.*/containerLogMaxFiles:\\ 1/ /var/lib/kubelet/config.yaml; systemctl restart kubelet'`,
		after: 3,
		ask: 'ssh node01 \'journalctl -u kubelet | grep -o "failed to create kubelet: .*" | tail -1; cp /root/config.yaml /var/lib/kubelet/; systemctl restart kubelet\'',
		told: 'failed to create kubelet: failed to initialize container log manager: invalid MaxFiles 1, must be > 1"\n',
	},
	{
		cause: 'a disk above the high threshold: images that nobody uses go down to the low one, the first that came first',
		source: IMAGES,
		given: `${configured('imageGCHighThresholdPercent: 70\\nimageGCLowThresholdPercent: 66\\n')}
ssh node01 'crictl pull mysql:8.0 >/dev/null'; sleep 310; ssh node01 'crictl pull httpd:2.4 >/dev/null; fallocate -l 12000M /big'`,
		after: 293,
		ask: "ssh node01 'crictl images | grep -o \"mysql\\|httpd\\|calico/...\"; rm /big'; kubectl get events --field-selector reason=FreeDiskSpaceFailed -o jsonpath='{.items[*].message}' | sed 's/[0-9][0-9]* bytes/N bytes/g'",
		told: 'calico/nod\nhttpd\nFailed to garbage collect required amount of images. Attempted to free N bytes, but only found N bytes eligible to free.',
	},
	{
		cause: 'a disk that is full of other things',
		source: `${IMAGES} GarbageCollect, pkg/kubelet StartGarbageCollection`,
		given: 'ssh node01 fallocate -l 14500M /big',
		after: 700,
		ask: "kubectl get events --field-selector involvedObject.name=node01,type=Warning --no-headers | awk '{$1=\"\"; print}' | sed 's/[0-9][0-9]* bytes/N bytes/g' | sort -u; ssh node01 rm /big",
		told: ' Warning FreeDiskSpaceFailed node/node01 Failed to garbage collect required amount of images. Attempted to free N bytes, but only found N bytes eligible to free.\n Warning ImageGCFailed node/node01 Failed to garbage collect required amount of images. Attempted to free N bytes, but only found N bytes eligible to free.\n',
	},
	{
		cause: 'images that nobody has used for longer than they may stay',
		source: `${IMAGES} freeOldImages`,
		given: `${configured('imageMaximumGCAge: 10m\\n')}; ssh node01 crictl pull mysql:8.0 >/dev/null`,
		after: 1000,
		ask: 'ssh node01 crictl images | grep -c mysql',
		told: '0\n',
	},
	{
		cause: 'an image that the disk has no room for',
		source: 'containerd core/content/local writer.go',
		given: `ssh node02 fallocate -l 18500M /big; kubectl run full --image=mysql:8.0 --overrides='{"spec": {"nodeName": "node02", "priorityClassName": "system-node-critical"}}' -n kube-system >/dev/null`,
		after: 8,
		ask: "kubectl get events -n kube-system --field-selector involvedObject.name=full,reason=Failed -o jsonpath='{.items[0].message}' | sed 's/[0-9a-f]\\{64\\}/ID/'",
		told: 'Failed to pull image "mysql:8.0": failed to pull and unpack image "docker.io/library/mysql:8.0": failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/ID/data: no space left on device',
	},
	{
		cause: 'a node that goes down in order: its Pods are ended before it, the others before the critical ones',
		source:
			'pkg/kubelet/nodeshutdown nodeshutdown_manager_linux.go, kubernetes.io/docs/concepts/cluster-administration/node-shutdown',
		given: `ssh node01 'sed -i "s/^shutdownGracePeriod: .*/shutdownGracePeriod: 30s/; s/^shutdownGracePeriodCriticalPods: .*/shutdownGracePeriodCriticalPods: 10s/" /var/lib/kubelet/config.yaml; systemctl restart kubelet; sleep 2'
kubectl run quick --image=nginx:1.27 --overrides='{"spec": {"nodeName": "node01"}}' >/dev/null
kubectl run slow --image=busybox:1.36 --overrides='{"spec": {"nodeName": "node01"}}' -- sleep 9999 >/dev/null
sleep 15; ssh node01 'tail -1 /etc/systemd/logind.conf.d/99-kubelet.conf; systemctl poweroff'; sleep 5
kubectl run late --image=nginx:1.27 --overrides='{"spec": {"nodeName": "node01"}}' >/dev/null`,
		after: 27,
		ask: `kubectl get pod quick slow late --no-headers | awk '{print $1, $2, $3}'
where pod/slow 'status.phase} {.status.reason} {.status.message'
where pod/slow 'status.conditions[?(@.type=="DisruptionTarget")].reason'
where pod/late 'status.message'
kubectl get node node01 -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'
kubectl get events --field-selector reason=Shutdown -o jsonpath='{.items[0].message}{"\\n"}'
ping -c1 -W1 node01 | grep -o '100% packet loss'`,
		told: `quick 0/1 Completed
slow 0/1 Error
late 0/1 NodeShutdown
Failed Terminated Pod was terminated in response to imminent node shutdown.
TerminationByKubelet
Pod was rejected: Pod was rejected as the node is shutting down.
node is shutting down
Shutdown manager detected shutdown event
100% packet loss
`,
	},
];
