import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const CONTEXT = `export KUBECONFIG=/tmp/config
kubectl config set-cluster there --server=https://172.30.1.2:6443 --certificate-authority=/etc/kubernetes/pki/ca.crt >/dev/null
kubectl config set-context dev --cluster=there --user=nobody >/dev/null
kubectl config use-context dev >/dev/null
`;

/** Compared with kubectl v1.32.4. */
test('a context without its user or cluster: kubectl asks who it is, or goes where it goes without a configuration', () => {
	const script = `exec 2>&1
${CONTEXT}
kubectl get pods </dev/null; echo "[$?]"
echo joe secret | kubectl get pods; echo "[$?]"
kubectl config set-context dev --cluster=missing; kubectl get pods 2>&1 </dev/null | tail -1
kubectl config set-cluster missing; kubectl get pods 2>&1 </dev/null | tail -1
kubectl get pods --cluster=nowhere; kubectl get pods --user=nobody-else`;
	expect(newWorld('gaps').runScript({ name: 'x.sh', script }).stdout).toBe(
		`Please enter Username: error: EOF
[1]
Please enter Username: Please enter Password: error: error reading input for Password
[1]
Context "dev" modified.
The connection to the server localhost:8080 was refused - did you specify the right host or port?
Cluster "missing" set.
The connection to the server localhost:8080 was refused - did you specify the right host or port?
error: no server found for cluster "nowhere"
error: auth info "nobody-else" does not exist
`,
	);
});

test('the password that kubectl asks for is not shown', () => {
	const terminal = new TestTerminal(newWorld('asked'));
	terminal.run(CONTEXT.trim().replaceAll('\n', '; '));
	expect(terminal.type('kubectl get pods\n')).toMatch(/\rPlease enter Username: $/);
	expect(terminal.type('\n')).toBe('\r\n');
	expect(terminal.type('joe\n')).toBe('joe\r\nPlease enter Password: ');
	expect(terminal.type('secret\n')).toMatch(
		/^E.*\r\nError from server \(Forbidden\): forbidden: User "system:anonymous" cannot get path "\/api"\r\n/s,
	);
});
