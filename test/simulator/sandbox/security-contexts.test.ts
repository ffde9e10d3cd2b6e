import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

/** The default set of containerd is a80425fb; NET_ADMIN is bit 12, SYS_TIME bit 25. */
const CAPS = 'grep -E "Cap(Eff|Bnd)|NoNew" /proc/1/status | tr -s "\\n\\t" "  "';

const ROWS = [
	['root', '{}', CAPS, 'CapEff: 00000000a80425fb CapBnd: 00000000a80425fb NoNewPrivs: 0 '],
	['a user', '{runAsUser: 1000}', CAPS, 'CapEff: 0000000000000000 CapBnd: 00000000a80425fb NoNewPrivs: 0 '],
	[
		'a user who stays one',
		'{runAsUser: 1000, allowPrivilegeEscalation: false}',
		CAPS,
		'CapEff: 0000000000000000 CapBnd: 00000000a80425fb NoNewPrivs: 1 ',
	],
	[
		'all but one dropped',
		'{capabilities: {drop: [ALL], add: [NET_ADMIN]}}',
		CAPS,
		'CapEff: 0000000000001000 CapBnd: 0000000000001000 NoNewPrivs: 0 ',
	],
	[
		'small letters',
		'{capabilities: {drop: [all], add: [net_admin]}}',
		CAPS,
		'CapEff: 0000000000001000 CapBnd: 0000000000001000 NoNewPrivs: 0 ',
	],
	[
		'some added',
		'{capabilities: {add: [NET_ADMIN, SYS_TIME]}}',
		CAPS,
		'CapEff: 00000000aa0435fb CapBnd: 00000000aa0435fb NoNewPrivs: 0 ',
	],
	['privileged', '{privileged: true}', CAPS, 'CapEff: 000001ffffffffff CapBnd: 000001ffffffffff NoNewPrivs: 0 '],
	['the clock', '{}', 'date -s 2030-01-01 >/dev/null; echo $?', 'date: cannot set date: Operation not permitted\n1\n'],
	['the clock, allowed', '{capabilities: {add: [SYS_TIME]}}', 'date -s 2030-01-01 >/dev/null; echo $?', '0\n'],
	[
		'owners, without CHOWN',
		'{capabilities: {drop: [CHOWN]}}',
		'touch /tmp/x; chown 1000 /tmp/x; echo $?',
		"chown: changing ownership of '/tmp/x': Operation not permitted\n1\n",
	],
	[
		'somebody else without more than the container has',
		'{}',
		'su nobody -s /bin/sh -c "grep -E CapBnd /proc/self/status"',
		'CapBnd:\t00000000a80425fb\n',
	],
	[
		'a locked root',
		'{readOnlyRootFilesystem: true}',
		'touch /x; echo $?',
		"touch: cannot touch '/x': Read-only file system\n1\n",
	],
] as const;

// Models containerd internal/cri/opts WithCapabilities; runc's capabilities and no_new_privs.
test('what a security context binds, the kernel holds to', () => {
	const world = newWorld('security');
	const pods = ROWS.map(
		([, context], index) => `---
apiVersion: v1
kind: Pod
metadata: {name: p${index}}
spec:
  containers: [{name: c, image: ubuntu, command: [sleep, infinity], securityContext: ${context}}]`,
	);
	world.runScript({ name: 'pods.sh', script: `kubectl apply -f - <<'END'\n${pods.join('\n')}\nEND\nsleep 60` });
	for (const [index, [what, , command, output]] of ROWS.entries()) {
		const script = `kubectl exec p${index} -- sh -c '${command}' 2>&1`;
		expect([what, world.runScript({ name: 'x.sh', script }).stdout]).toEqual([what, output]);
	}
});
