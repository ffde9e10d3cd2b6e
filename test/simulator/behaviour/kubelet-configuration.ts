import type { WorldRow } from './world-rows.ts';

/** `try 'LINES'`: node01's kubelet with these lines in its file in place of those of the same names, and what it says. */
const TRY = `put() {
ssh node01 "test -f /root/usual.yaml || cp /var/lib/kubelet/config.yaml /root/usual.yaml
awk -v lines='$(printf "$1" | tr '\\n' '|')' 'BEGIN { n = split(lines, l, \\"|\\"); for (i = 1; i <= n; i++) { split(l[i], w, \\":\\"); given[w[1]] = 1 } }
/^[a-zA-Z]/ { split(\\$0, w, \\":\\"); out = (w[1] in given) } !out' /root/usual.yaml > /var/lib/kubelet/config.yaml"
printf "$1\\n" | ssh node01 'cat >> /var/lib/kubelet/config.yaml; systemctl restart kubelet; sleep 3'
}
said() { ssh node01 'journalctl -u kubelet --no-pager -o cat --since "4 sec ago" | grep "^E" | tail -n 1 | sed "s/^[^]]*] //; s/^\\"command failed\\" err=//"; systemctl is-active kubelet'; }
try() { put "$1"; said | sed '/^activating$/d'; }
usual() { ssh node01 'cp /root/usual.yaml /var/lib/kubelet/config.yaml; systemctl restart kubelet; sleep 3'; }
`;

const VALIDATION = 'pkg/kubelet/apis/config/validation ValidateKubeletConfiguration';
const INVALID = 'failed to validate kubelet configuration, error: invalid configuration: ';
const LOAD =
	'failed to load kubelet config file, path: /var/lib/kubelet/config.yaml, error: failed to load Kubelet config file /var/lib/kubelet/config.yaml, error ';

export const KUBELET_CONFIGURATION_ROWS: readonly WorldRow[] = [
	{
		cause: 'fields of other types than they are of',
		source: 'pkg/kubelet/kubeletconfig/util/codec DecodeKubeletConfiguration; encoding/json',
		given: '',
		after: 0,
		ask: `${TRY}
try 'clusterDNS: 10.96.0.10'; try 'authentication: {anonymous: {enabled: maybe}}'; try 'streamingConnectionIdleTimeout: soon'
try 'failSwapOn: "no"'; try 'clusterDomain: 3'; try 'apiVersion: kubelet.config.k8s.io/v1alpha1'; try 'noSuchField: 3'; usual`,
		told: `${[
			'json: cannot unmarshal string into Go struct field KubeletConfiguration.clusterDNS of type []string',
			'json: cannot unmarshal string into Go struct field KubeletAnonymousAuthentication.authentication.anonymous.enabled of type bool',
			'time: invalid duration \\"soon\\"',
			'json: cannot unmarshal string into Go struct field KubeletConfiguration.failSwapOn of type bool',
			'json: cannot unmarshal number into Go struct field KubeletConfiguration.clusterDomain of type string',
			'no kind \\"KubeletConfiguration\\" is registered for version \\"kubelet.config.k8s.io/v1alpha1\\" in scheme \\"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme/scheme.go:33\\"',
		]
			.map((each) => `"${LOAD}failed to decode: ${each}"\n`)
			.join('')}active\n`,
	},
	{
		cause: 'names and numbers that cannot be',
		source: VALIDATION,
		given: '',
		after: 0,
		ask: `${TRY}
try 'topologyManagerPolicy: numa'; try 'memorySwap: {swapBehavior: Unlimited}'; try 'hairpinMode: veth'; try 'registryPullQPS: -1'
try 'oomScoreAdj: -2000'; try 'enforceNodeAllocatable: [pods, kube-reserved]'; try 'enforceNodeAllocatable: [all]'; usual`,
		told: [
			'topologyManagerPolicy (--topology-manager-policy) \\"numa\\" must be one of: [\\"none\\" \\"best-effort\\" \\"restricted\\" \\"single-numa-node\\"]',
			'memorySwap.swapBehavior \\"Unlimited\\" must be one of: \\"\\", \\"LimitedSwap\\" or \\"NoSwap\\"',
			'option \\"veth\\" specified for hairpinMode (--hairpin-mode). Valid options are \\"none\\", \\"hairpin-veth\\" or \\"promiscuous-bridge\\"',
			'registryPullQPS (--registry-qps) -1 must not be a negative number',
			'oomScoreAdj (--oom-score-adj) -2000 must be between -1000 and 1000, inclusive',
			'kubeReservedCgroup (--kube-reserved-cgroup) must be specified when \\"kube-reserved\\" or \\"kube-reserved-compressible\\" included in enforceNodeAllocatable (--enforce-node-allocatable)',
			'option \\"all\\" specified for enforceNodeAllocatable (--enforce-node-allocatable). Valid options are \\"pods\\", \\"system-reserved\\", \\"system-reserved-compressible\\", \\"kube-reserved\\", \\"kube-reserved-compressible\\" or \\"none\\"',
		]
			.map((each) => `"${INVALID}${each}"\n`)
			.join(''),
	},
	{
		cause: 'a resolvConf that is not there: the kubelet runs, no sandbox comes up',
		source: 'pkg/kubelet/network/dns getHostDNSConfig, kuberuntime createPodSandbox',
		given: `${TRY} put 'resolvConf: /etc/none.conf'
apply <<'Y'
{apiVersion: v1, kind: Pod, metadata: {name: nodns}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, containers: [{name: c, image: "nginx:1.27"}]}}
Y`,
		after: 8,
		ask: `${TRY} kubectl get pod nodns --no-headers | awk '{ print $2, $3 }'; events pod/nodns | sort -u; usual
kubectl wait --for=condition=Ready pod/nodns --timeout=60s; kubectl delete pod nodns --now >/dev/null`,
		told: `0/1 ContainerCreating
Warning FailedCreatePodSandBox Pod/nodns Failed to create pod sandbox: open /etc/none.conf: no such file or directory
pod/nodns condition met
`,
	},
	{
		cause: 'another CPU manager policy: it wants CPUs of its own, and the last state out of the way',
		source: 'pkg/kubelet/cm/cpumanager cpu_manager.go NewManager, state/state_checkpoint.go restoreState',
		given: '',
		after: 0,
		ask: `${TRY} ssh node01 cat /var/lib/kubelet/cpu_manager_state; echo
try 'cpuManagerPolicy: dynamic'; try 'cpuManagerPolicy: static'; try 'cpuManagerPolicy: static\\nkubeReserved: {cpu: 500m}'
ssh node01 rm /var/lib/kubelet/cpu_manager_state; try 'cpuManagerPolicy: static\\nkubeReserved: {cpu: 500m}'
ssh node01 cat /var/lib/kubelet/cpu_manager_state | jq -c '[.policyName, .defaultCpuSet]'; ssh node01 rm /var/lib/kubelet/cpu_manager_state; usual`,
		told: `{"policyName":"none","defaultCpuSet":"","checksum":1353318690}
"failed to run Kubelet: unknown policy: \\"dynamic\\""
"failed to run Kubelet: [cpumanager] unable to determine reserved CPU resources for static policy"
"Failed to start ContainerManager" err="start cpu manager error: could not restore state from checkpoint: configured policy \\"static\\" differs from state checkpoint policy \\"none\\", please drain this node and delete the CPU manager checkpoint file \\"/var/lib/kubelet/cpu_manager_state\\" before restarting Kubelet"
active
["static","0-1"]
`,
	},
	{
		cause: 'a directory of drop-ins: each file goes over those before it, and has to be a whole one',
		source: 'cmd/kubelet/app/server.go mergeKubeletConfigurations',
		given: `ssh node01 'mkdir /etc/kubelet.d; cd /etc/kubelet.d; k="apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration"
printf "$k\\nmaxPods: 20\\nevictionHard: {memory.available: 200Mi}\\n" > 10-a.conf; printf "$k\\nmaxPods: 30\\n" > 20-b.conf; printf "maxPods: 40\\n" > 30-c.yaml
cp /var/lib/kubelet/kubeadm-flags.env /root/; sed -i "s#=\\"#=\\"--config-dir=/etc/kubelet.d #" /var/lib/kubelet/kubeadm-flags.env; systemctl restart kubelet'`,
		after: 20,
		ask: `${TRY} where node/node01 status.capacity.pods; where node/node01 status.allocatable.memory
ssh node01 'printf "maxPods: 40\\n" > /etc/kubelet.d/30-c.conf; systemctl restart kubelet; sleep 3'; said
ssh node01 'rm -r /etc/kubelet.d; systemctl restart kubelet; sleep 3'; said; ssh node01 'cp /root/kubeadm-flags.env /var/lib/kubelet/; systemctl restart kubelet'`,
		told: `30
3896Mi
"failed to merge kubelet configs: failed to walk through kubelet dropin directory \\"/etc/kubelet.d\\": failed to load kubelet dropin file, path: /etc/kubelet.d/30-c.conf, error: Object 'Kind' is missing in '{\\"maxPods\\":40}'"
activating
"failed to merge kubelet configs: failed to walk through kubelet dropin directory \\"/etc/kubelet.d\\": lstat /etc/kubelet.d: no such file or directory"
activating
`,
	},
];
