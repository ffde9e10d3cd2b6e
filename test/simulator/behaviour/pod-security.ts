import type { WorldRow } from './world-rows.ts';

/** A Pod on node01 with a container's securityContext. */
const pod = (name: string, security: string, spec = '', command = '[sleep, "9999"]'): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, ${spec} containers: [{name: c, image: "busybox:1.36", command: ${command}, securityContext: {${security}}}]}}
END
`;

const onNode = (lines: string): string => `ssh node01 bash <<'SCRIPT'
${lines}
SCRIPT
`;

const DENY_WRITE = `cat > /etc/apparmor.d/deny-write <<'END'
#include <tunables/global>
profile k8s-apparmor-example-deny-write flags=(attach_disconnected) {
  #include <abstractions/base>

  file,

  # Deny all file writes.
  deny /** w,
}
END
apparmor_parser -q /etc/apparmor.d/deny-write`;

const localhost = (name: string): string => `appArmorProfile: {type: Localhost, localhostProfile: ${name}}`;
const seccomp = (file: string): string => `seccompProfile: {type: Localhost, localhostProfile: ${file}}`;
const waiting = (name: string): string =>
	`kubectl get pod ${name} -o jsonpath='{.status.containerStatuses[0].state.waiting.reason}: {.status.containerStatuses[0].state.waiting.message}{"\\n"}'`;

/** What confines a container besides its capabilities. */
export const SECURITY_ROWS: readonly WorldRow[] = [
	{
		cause: 'AppArmor: containerd confines every container that says nothing',
		source: 'containerd internal/cri/server generateApparmorSpecOpts',
		given:
			pod('aa-usual', '') +
			pod('aa-none', 'appArmorProfile: {type: Unconfined}') +
			pod('aa-privileged', 'privileged: true'),
		after: 6,
		ask: 'for p in usual none privileged; do kubectl exec aa-$p -- cat /proc/1/attr/current; done',
		told: 'cri-containerd.apparmor.d (enforce)\nunconfined\nunconfined\n',
	},
	{
		cause: 'AppArmor: the example of the documentation: writes are denied',
		source: 'kubernetes.io/docs/tutorials/security/apparmor',
		given: onNode(DENY_WRITE) + pod('hello-apparmor', localhost('k8s-apparmor-example-deny-write')),
		after: 5,
		ask: 'kubectl exec hello-apparmor -- cat /proc/1/attr/current; kubectl exec hello-apparmor -- touch /tmp/test; kubectl exec hello-apparmor -- cat /etc/hostname',
		told: `k8s-apparmor-example-deny-write (enforce)
hello-apparmor
touch: /tmp/test: Permission denied
command terminated with exit code 1
`,
	},
	{
		cause: 'AppArmor: aa-status shows the profile and who has it; it is taken out again',
		source: 'AppArmor 4.0 binutils/aa_status.c, parser/parser_main.c',
		given: '',
		after: 0,
		ask: `${onNode(`aa-status | grep -A1 -e 'module is' -e 'enforce mode' | head -3 | cut -c1-40
aa-status | grep ' k8s-apparmor' | sed 's/([0-9]*)/(PID)/'
apparmor_parser /etc/apparmor.d/deny-write; echo "=$?"
apparmor_parser -R /etc/apparmor.d/deny-write; apparmor_parser -R /etc/apparmor.d/deny-write; echo "=$?"
apparmor_parser -r /etc/apparmor.d/deny-write; aa-status --profiled; aa-enabled`)}`,
		told: `apparmor module is loaded.
103 profiles are loaded.
16 profiles are in enforce mode.
   k8s-apparmor-example-deny-write
   sleep (PID) k8s-apparmor-example-deny-write
=239
=254
103
Yes
apparmor_parser: Unable to add "k8s-apparmor-example-deny-write".  Profile already exists
apparmor_parser: Unable to remove "k8s-apparmor-example-deny-write".  Profile doesn't exist
`,
	},
	{
		cause: 'AppArmor: a profile that lists what may be done',
		source: 'security/apparmor file.c aa_path_perm',
		given: `${onNode(`cat > /root/list <<'END'
#include <tunables/global>
profile list-only flags=(attach_disconnected,mediate_deleted) {
  #include <abstractions/base>
  network inet tcp,
  capability setuid,
  /bin/* ix,
  /etc/{passwd,hosts} r,
  /tmp/ r,
  /tmp/** rw,
  deny /tmp/secret* rw,
  @{PROC}/** r,
}
END
apparmor_parser -a /root/list`)}${pod('listed', localhost('list-only'))}`,
		after: 5,
		ask: `kubectl exec listed -- sh -c 'for f in /etc/passwd /etc/group; do head -1 $f; done; echo x > /tmp/a; cat /tmp/a; echo x > /tmp/secret1; mkdir /tmp/d; rm /tmp/a; echo x > /root/a; ping -c1 127.0.0.1' 2>&1`,
		told: `root:x:0:0:root:/root:/bin/sh
head: /etc/group: Permission denied
x
sh: can't create /tmp/secret1: Permission denied
sh: can't create /root/a: Permission denied
ping: permission denied (are you root?)
command terminated with exit code 1
`,
	},
	{
		cause: 'AppArmor: complain mode lets it pass; a policy with a mistake is not loaded',
		source: 'AppArmor parser/parser_main.c, parser_yacc.y',
		given: `${onNode(`apparmor_parser -r -C /etc/apparmor.d/deny-write`)}`,
		after: 0,
		ask: `kubectl exec hello-apparmor -- sh -c 'cat /proc/1/attr/current; touch /tmp/test; ls /tmp'; ${onNode(
			`printf 'profile bad {\\n  file,\\n  #include <abstractions/nothing>\\n}\\n' > /root/bad; apparmor_parser /root/bad; echo "=$?"`,
		)}`,
		told: `k8s-apparmor-example-deny-write (complain)
test
=1
AppArmor parser error for /root/bad in profile /root/bad at line 3: Could not open 'abstractions/nothing'
`,
	},
	{
		cause: 'AppArmor: a profile that its node does not have',
		source: 'containerd internal/cri/server generateApparmorSpecOpts',
		given: pod('aa-missing', localhost('k8s-nothing')),
		after: 4,
		ask: waiting('aa-missing'),
		told: 'CreateContainerError: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found k8s-nothing\n',
	},
	{
		cause: 'seccomp: nothing, unless the Pod or the kubelet asks for it',
		source: 'pkg/kubelet/kuberuntime/helpers.go fieldSeccompProfile',
		given:
			pod('sc-usual', '') +
			pod('sc-default', 'seccompProfile: {type: RuntimeDefault}') +
			pod('sc-pod', '', 'securityContext: {seccompProfile: {type: RuntimeDefault}},') +
			pod('sc-privileged', 'privileged: true, seccompProfile: {type: RuntimeDefault}'),
		after: 6,
		ask: 'for p in usual default pod privileged; do kubectl exec sc-$p -- grep Seccomp: /proc/1/status; done',
		told: 'Seccomp:\t0\nSeccomp:\t2\nSeccomp:\t2\nSeccomp:\t0\n',
	},
	{
		cause: 'seccomp: a profile that denies everything lets nothing start',
		source: 'kubernetes.io/docs/tutorials/security/seccomp; runc libcontainer/standard_init_linux.go',
		given: `${onNode(`mkdir -p /var/lib/kubelet/seccomp/profiles; cd /var/lib/kubelet/seccomp/profiles
echo '{"defaultAction": "SCMP_ACT_ERRNO"}' > violation.json
echo '{"defaultAction": "SCMP_ACT_LOG"}' > audit.json
echo '{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir", "mkdirat", "chmod", "fchmodat"], "action": "SCMP_ACT_ERRNO"}, {"names": ["socket"], "action": "SCMP_ACT_KILL_PROCESS"}]}' > no-mkdir.json
echo '{"defaultAction": }' > broken.json`)}${pod('violation', seccomp('profiles/violation.json'))}`,
		after: 4,
		ask: `kubectl get pod violation --no-headers | awk '{print $1, $2, $3, $4}'; kubectl get pod violation -o jsonpath='{.status.containerStatuses[0].lastState.terminated.message}{"\\n"}'`,
		told: `violation 0/1 CrashLoopBackOff 1
failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error closing exec fds: open /proc/thread-self/fd/: operation not permitted: unknown
`,
	},
	{
		cause: 'seccomp: a profile that only logs, and one that denies some calls',
		source: 'kubernetes.io/docs/tutorials/security/seccomp; kernel/seccomp.c',
		given: pod('audit', seccomp('profiles/audit.json')) + pod('fine', seccomp('profiles/no-mkdir.json')),
		after: 5,
		ask: `kubectl exec audit -- mkdir /a; kubectl exec fine -- sh -c 'grep Seccomp: /proc/self/status; mkdir /a; touch /b; chmod 600 /b; ls /b; nc -l -p 90; echo $?' 2>&1`,
		told: `Seccomp:\t2
mkdir: can't create directory '/a': Operation not permitted
chmod: /b: Operation not permitted
/b
Bad system call (core dumped)
159
`,
	},
	{
		cause: 'seccomp: a profile that is no JSON',
		source: 'containerd contrib/seccomp WithProfile',
		given: pod('broken', seccomp('profiles/broken.json')),
		after: 4,
		ask: waiting('broken'),
		told: `CreateContainerError: failed to create containerd container: decoding seccomp profile failed "/var/lib/kubelet/seccomp/profiles/broken.json": invalid character '}' looking for beginning of value
`,
	},
	{
		cause: 'users of its own',
		source: 'pkg/kubelet/userns; user_namespaces(7)',
		given: pod('own-users', '', 'hostUsers: false,'),
		after: 5,
		ask: `kubectl exec own-users -- sh -c 'id -u; cat /proc/self/uid_map' | awk 'NR == 1 || ($1 == 0 && $2 % 65536 == 0 && $3 == 65536)' | wc -l; kubectl exec aa-usual -- cat /proc/self/uid_map`,
		told: '2\n         0          0 4294967295\n',
	},
	{
		cause: 'how soon each goes when memory does',
		source: 'pkg/kubelet/qos/policy.go GetContainerOOMScoreAdjust',
		given: `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: oom-burst}, spec: {nodeName: node01, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], resources: {requests: {memory: 1Gi}}}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: oom-sure}, spec: {nodeName: node01, containers: [{name: c, image: "busybox:1.36", command: [sleep, "9999"], resources: {limits: {cpu: 100m, memory: 64Mi}}}]}}
END`,
		after: 5,
		ask: 'for p in aa-usual oom-burst oom-sure; do kubectl exec $p -- cat /proc/1/oom_score_adj; done',
		told: '1000\n750\n-997\n',
	},
];
