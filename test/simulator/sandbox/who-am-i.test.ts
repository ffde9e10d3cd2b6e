import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('who shows a client certificate is known by its fingerprint, too', () => {
	const script = `kubectl auth whoami -o jsonpath='{.status.userInfo.extra}'
echo; kubectl auth whoami --as=jane --as-group=team | tail -n +2`;
	expect(newWorld('whoami').runScript({ name: 'x.sh', script }).stdout).toMatch(
		/^\{"authentication\.kubernetes\.io\/credential-id":\["X509SHA256=[0-9a-f]{64}"\]\}\nUsername +jane\nGroups +\[team system:authenticated\]\n$/,
	);
});

test('who is impersonated need not be allowed to ask what the server serves', () => {
	const script = `kubectl get pods --as=system:anonymous
kubectl api-resources --as=system:anonymous`;
	expect(newWorld('anonymous').runScript({ name: 'x.sh', script })).toMatchObject({
		stdout: '',
		stderr: `Error from server (Forbidden): pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"
Error from server (Forbidden): forbidden: User "system:anonymous" cannot get path "/api"
`,
	});
});
