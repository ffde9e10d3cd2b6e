import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

test('who shows a client certificate is known by its fingerprint, too', () => {
	const script = `kubectl auth whoami -o jsonpath='{.status.userInfo.extra}'
echo; kubectl auth whoami --as=jane --as-group=team | tail -n +2`;
	expect(newWorld('whoami').runScript({ name: 'x.sh', script }).stdout).toMatch(
		/^\{"authentication\.kubernetes\.io\/credential-id":\["X509SHA256=[0-9a-f]{64}"\]\}\nUsername +jane\nGroups +\[team system:authenticated\]\n$/,
	);
});
