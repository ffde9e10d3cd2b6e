import type { WorldRow } from './world-rows.ts';

function row(cause: string, source: string, given: string, after: number, ask: string, told: string): WorldRow {
	return { cause, source, given, after, ask, told };
}

const flags = (words: string): string =>
	`ssh node01 'echo KUBELET_KUBEADM_ARGS="${words}" > /var/lib/kubelet/kubeadm-flags.env; systemctl restart kubelet'`;
const nodes = "kubectl get nodes --no-headers | awk '{ print $1, $2 }'";

export const KUBELET_ROWS: readonly WorldRow[] = [
	row(
		'what a unit needs, and who needs it',
		'systemd src/systemctl/systemctl-list-dependencies.c',
		'',
		0,
		'systemctl list-dependencies kubelet; systemctl list-dependencies kubelet --reverse; ssh node01 "systemctl stop kubelet; systemctl list-dependencies multi-user.target | head -4; systemctl start kubelet"',
		`kubelet.service
● ├─system.slice
● ├─network-online.target
● │ └─systemd-networkd-wait-online.service
● └─sysinit.target
kubelet.service
● └─multi-user.target
●   └─graphical.target
multi-user.target
● ├─containerd.service
○ ├─kubelet.service
● ├─ssh.service
`,
	),
	row(
		'--hostname-override on a node that has joined: its certificate is for another name',
		'pkg/kubelet/kubelet_node_status.go, plugin/pkg/admission/noderestriction',
		flags('--hostname-override=worker-9'),
		60,
		`ssh node01 journalctl -u kubelet | grep 'Unable to register' | tail -1 | sed 's/.*\\] //'; ${nodes}`,
		`"Unable to register node with API server" err="nodes \\"worker-9\\" is forbidden: node \\"node01\\" is not allowed to modify node \\"worker-9\\"" node="worker-9"
controlplane Ready
node01 NotReady
node02 Ready
`,
	),
	row(
		'without it the node is back',
		'pkg/kubelet/kubelet_node_status.go',
		flags(''),
		20,
		nodes,
		'controlplane Ready\nnode01 Ready\nnode02 Ready\n',
	),
	row(
		'nodeStatusUpdateFrequency: a status that has not changed is told as often, too',
		'pkg/kubelet/apis/config/v1beta1 SetDefaults_KubeletConfiguration nodeStatusReportFrequency',
		`ssh node01 "sed -i 's/nodeStatusUpdateFrequency.*/nodeStatusUpdateFrequency: 20s/' /var/lib/kubelet/config.yaml; systemctl restart kubelet"`,
		65,
		`at() { kubectl get node $1 -o jsonpath='{.status.conditions[3].lastHeartbeatTime}'; }
for n in node01 node02; do echo $(( $(date +%s) - $(date -d "$(at $n)" +%s) < 21 )); done`,
		'1\n0\n',
	),
	row(
		'the kernel is as the kubelet wants it, whoever has changed it',
		'pkg/kubelet/cm container_manager_linux.go setupKernelTunables',
		'ssh node01 "sysctl -w vm.overcommit_memory=0 kernel.panic=0 > /dev/null; systemctl restart kubelet"',
		5,
		'ssh node01 sysctl vm.overcommit_memory kernel.panic',
		'vm.overcommit_memory = 1\nkernel.panic = 10\n',
	),
	row(
		'protectKernelDefaults: it does not start instead',
		'pkg/kubelet/cm container_manager_linux.go setupKernelTunables',
		`ssh node01 'cp /var/lib/kubelet/config.yaml /tmp/k.yaml; echo "protectKernelDefaults: true" >> /var/lib/kubelet/config.yaml; sysctl -w vm.overcommit_memory=0 kernel.panic=0 > /dev/null; systemctl restart kubelet'`,
		5,
		"ssh node01 \"journalctl -u kubelet | grep 'Failed to start' | tail -1 | sed 's/.*] //'; systemctl is-active kubelet; sysctl -w vm.overcommit_memory=1 kernel.panic=10 > /dev/null; sleep 12; systemctl is-active kubelet; cp /tmp/k.yaml /var/lib/kubelet/config.yaml; systemctl restart kubelet\"",
		`"Failed to start ContainerManager" err="[invalid kernel flag: vm/overcommit_memory, expected value: 1, actual value: 0, invalid kernel flag: kernel/panic, expected value: 10, actual value: 0]"
activating
active
`,
	),
	row(
		'a version of its file that nobody knows',
		'pkg/kubelet/kubeletconfig/util/codec codec.go',
		"ssh node01 'sed -i s#io/v1beta1#io/v1beta9# /var/lib/kubelet/config.yaml; systemctl restart kubelet'",
		5,
		"ssh node01 \"journalctl -u kubelet | grep 'command failed' | tail -1 | grep -o 'failed to decode.*'; cp /tmp/k.yaml /var/lib/kubelet/config.yaml; systemctl restart kubelet\"",
		'failed to decode: no kind \\"KubeletConfiguration\\" is registered for version \\"kubelet.config.k8s.io/v1beta9\\" in scheme \\"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme/scheme.go:33\\""\n',
	),
	row(
		'kubeadm join looks at the machine before it looks at the hash that it was given',
		'cmd/kubeadm/app/cmd/phases/join preflight.go runPreflight, cmd/join.go InitCfg',
		'',
		0,
		'ssh node02 kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:1 2>&1 | grep -o "ERROR [^]]*"; ssh node02 kubeadm join 172.30.1.2:6443 --token abcdef.0123456789abcdef --discovery-token-ca-cert-hash sha256:1 --ignore-preflight-errors=all 2>&1 | grep ^error',
		`ERROR FileAvailable--etc-kubernetes-kubelet.conf
ERROR Port-10250
ERROR FileAvailable--etc-kubernetes-pki-ca.crt
error: error execution phase preflight: couldn't validate the identity of the API Server: invalid discovery token CA certificate hash: invalid hash, expected a 32 byte SHA-256 hash, found a different length
`,
	),
	row(
		'kubeadm join --node-name: that is how its Node is called, what runs there is reached',
		'cmd/kubeadm/app/phases/kubelet flags.go buildKubeletArgs',
		`kubectl drain node01 --ignore-daemonsets --force > /dev/null 2>&1; kubectl delete node node01 > /dev/null; ssh node01 'kubeadm reset -f > /dev/null 2>&1'
ssh node01 "$(kubeadm token create --print-join-command) --node-name worker-9" > /dev/null 2>&1
kubectl run w --image=busybox --overrides='{"spec": {"nodeName": "worker-9"}}' -- sh -c 'echo hello; sleep 9999' > /dev/null`,
		40,
		`${nodes}; ssh node01 cat /var/lib/kubelet/kubeadm-flags.env; kubectl logs w; kubectl exec w -- hostname; ssh node01 openssl x509 -in /var/lib/kubelet/pki/kubelet-client-current.pem -noout -subject`,
		`controlplane Ready
node02 Ready
worker-9 Ready
KUBELET_KUBEADM_ARGS="--hostname-override=worker-9"
hello
w
subject=O = system:nodes, CN = system:node:worker-9
`,
	),
];
