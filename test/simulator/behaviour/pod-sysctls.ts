import type { WorldRow } from './world-rows.ts';

const pod = (name: string, spec: string, container = ''): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {terminationGracePeriodSeconds: 0, ${spec} containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"]${container}}]}}
END`;

/** Settings of the kernel that a Pod asks for or reaches for, and echo requests. */
export const SYSCTL_ROWS: readonly WorldRow[] = [
	{
		cause: 'safe sysctls are set, in this Pod alone',
		source: 'pkg/kubelet/sysctl/safe_sysctls.go',
		given: pod(
			'safe',
			`nodeName: node01, securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}, {name: net.ipv4.ip_local_port_range, value: "1024 65535"}]},`,
		),
		after: 5,
		ask: `kubectl exec safe -- sh -c 'cat /proc/sys/kernel/shm_rmid_forced; sysctl net.ipv4.ip_local_port_range'; ssh node01 sysctl kernel.shm_rmid_forced`,
		told: '1\nnet.ipv4.ip_local_port_range = 1024\t65535\nkernel.shm_rmid_forced = 0\n',
	},
	{
		cause: 'an unsafe sysctl',
		source: 'pkg/kubelet/sysctl/allowlist.go Admit; kubelet.go rejectPod',
		given: pod('unsafe', 'nodeName: node02, securityContext: {sysctls: [{name: net.core.somaxconn, value: "1024"}]},'),
		after: 5,
		ask: `kubectl get pod unsafe --no-headers; kubectl get pod unsafe -o jsonpath='{.status.phase} {.status.reason}: {.status.message} {.status.containerStatuses}{"\\n"}'; events pod/unsafe`,
		told: `unsafe   0/1   SysctlForbidden   0     5s
Failed SysctlForbidden: Pod was rejected: forbidden sysctl: "net.core.somaxconn" not allowlisted${' '}
Warning SysctlForbidden Pod/unsafe forbidden sysctl: "net.core.somaxconn" not allowlisted
`,
	},
	{
		cause: 'an unsafe sysctl that the node allows',
		source: 'pkg/kubelet/sysctl/allowlist.go',
		given: `ssh node01 'echo "allowedUnsafeSysctls: [net.core.*]" >> /var/lib/kubelet/config.yaml; systemctl restart kubelet'
sleep 2
${pod('allowed', 'nodeName: node01, securityContext: {sysctls: [{name: net.core.somaxconn, value: "1024"}]},')}`,
		after: 8,
		ask: 'kubectl exec allowed -- cat /proc/sys/net/core/somaxconn',
		told: '1024\n',
	},
	{
		cause: '/proc/sys is not for writing, unless the container is privileged',
		source: 'containerd pkg/oci/mounts.go; internal/cri/opts',
		given: `${pod('plain', '')}\n${pod('privileged', 'nodeName: node02,', ', securityContext: {privileged: true}')}`,
		after: 6,
		ask: `kubectl exec plain -- sysctl -w vm.max_map_count=300000; kubectl exec privileged -- sysctl -w vm.max_map_count=300000; ssh node02 sysctl vm.max_map_count`,
		told: `vm.max_map_count = 300000
vm.max_map_count = 300000
sysctl: setting key "vm.max_map_count": Read-only file system
command terminated with exit code 1
`,
	},
	{
		cause: 'echo requests need no capability where containerd lets every group send them',
		source: 'containerd internal/cri/server enable_unprivileged_icmp; net/ipv4/ping.c',
		given: `${pod('quiet', '', ', securityContext: {runAsUser: 1000, capabilities: {drop: [ALL]}}')}
${pod('mute', 'securityContext: {sysctls: [{name: net.ipv4.ping_group_range, value: "1 0"}]},', ', securityContext: {capabilities: {drop: [NET_RAW]}}')}`,
		after: 6,
		ask: `kubectl exec quiet -- ping -c1 127.0.0.1 | grep -c 'seq=0'; kubectl exec mute -- ping -c1 127.0.0.1`,
		told: '1\nping: permission denied (are you root?)\ncommand terminated with exit code 1\n',
	},
];
