import { expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

const SECRET = `printf '%s\\n' 'apiVersion: v1' 'kind: Secret' 'type: kubernetes.io/service-account-token' 'metadata:' '  name: bot-token' '  annotations: {kubernetes.io/service-account.name: bot}' > secret.yaml`;

test('a Secret for an account gets its token, which works until one of the two is gone', () => {
	const terminal = new TestTerminal(newWorld('legacy-tokens'));
	const run = (line: string): string => terminal.run(line);
	run(SECRET);
	expect(run('kubectl create -f secret.yaml; sleep 1; kubectl get secret bot-token')).toBe(
		'secret/bot-token created\nError from server (NotFound): secrets "bot-token" not found\n[1]',
	);
	run('kubectl create sa bot; kubectl create -f secret.yaml; sleep 1');
	expect(
		run("kubectl get secret bot-token -o jsonpath='{.type} {.data.namespace} {.data.ca\\.crt}' | cut -c1-60"),
	).toBe('kubernetes.io/service-account-token ZGVmYXVsdA== LS0tLS1CRUd\n[0]');
	expect(run("kubectl describe secret bot-token | head -n 5 | sed 's/uid: .*/uid: UID/'")).toBe(
		'Name:         bot-token\nNamespace:    default\nLabels:       <none>\nAnnotations:  kubernetes.io/service-account.name: bot\n              kubernetes.io/service-account.uid: UID\n[0]',
	);
	run("TOKEN=$(kubectl get secret bot-token -o jsonpath='{.data.token}' | base64 -d)");
	const whoAmI =
		'kubectl --kubeconfig /dev/null -s https://172.30.1.2:6443 --insecure-skip-tls-verify --token $TOKEN auth whoami -o jsonpath={.status.userInfo.username}';
	expect(run(whoAmI)).toBe('system:serviceaccount:default:bot[0]');
	expect(run('kubectl delete sa bot; sleep 1; kubectl get secret bot-token')).toBe(
		'serviceaccount "bot" deleted from default namespace\nError from server (NotFound): secrets "bot-token" not found\n[1]',
	);
	expect(run(whoAmI)).toBe('error: You must be logged in to the server (Unauthorized)\n[1]');
});
