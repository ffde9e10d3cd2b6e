import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const SETUP = `kubectl create deployment web --image=nginx:1.27 --replicas=2 > /dev/null
kubectl expose deployment web --port=8080 --target-port=80 > /dev/null
kubectl run box --image=busybox:1.36 -- sleep 100000 > /dev/null
kubectl wait --for=condition=Ready pod --all --timeout=60s > /dev/null
`;

test.each([
	[
		'a Service, several connections at once, Ctrl-C',
		`kubectl port-forward svc/web 9000:8080 > out 2>&1 & sleep 1
for i in 1 2 3; do curl -s localhost:9000 | grep -o 'Welcome to nginx!' | head -n 1 & done; sleep 2
kill -INT %1; wait %1; echo $?; cat out`,
		'Welcome to nginx!\nWelcome to nginx!\nWelcome to nginx!\n0\nForwarding from 127.0.0.1:9000 -> 80\nHandling connection for 9000\nHandling connection for 9000\nHandling connection for 9000\n',
	],
	[
		'a port where nobody listens',
		`kubectl port-forward deploy/web 9000:81 > out 2>&1 & sleep 1
curl -s localhost:9000; echo $?; wait %1; echo $?
sed -E 's/^E.*portforward.go/portforward.go/; s/[0-9a-f]{64}/ID/g; s/cni-[0-9a-f-]*/NS/' out`,
		`52
1
Forwarding from 127.0.0.1:9000 -> 81
Handling connection for 9000
portforward.go:424] "Unhandled Error" err="an error occurred forwarding 9000 -> 81: error forwarding port 81 to pod ID, uid : failed to execute portforward in network namespace \\"/var/run/netns/NS\\": failed to connect to localhost:81 inside namespace \\"ID\\", IPv4: dial tcp4 127.0.0.1:81: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address "
error: lost connection to pod
`,
	],
	[
		'a Pod that ends meanwhile',
		`kubectl port-forward box 9000:80 > out 2>&1 & sleep 1
kubectl delete pod box --now > /dev/null; curl -s localhost:9000; wait %1; echo $?; tail -n 1 out`,
		'1\nerror: lost connection to pod\n',
	],
	[
		'what is killed on the node, and an API server that goes, leave nothing behind',
		`kubectl run redis --image=redis:7 > /dev/null; kubectl wait --for=condition=Ready pod redis > /dev/null
node=$(kubectl get pod redis -o jsonpath='{.spec.nodeName}')
kubectl port-forward redis 9000:6379 > out 2>&1 & sleep 1
(echo PING; sleep 9) | nc -q 1 localhost 9000 & sleep 1
ssh $node pkill -9 -f port-forward; wait; tail -n 1 out
kubectl port-forward redis 9000:6379 > out 2>&1 & sleep 1
(echo PING; sleep 9) | nc -q 1 localhost 9000 & sleep 1
mv /etc/kubernetes/manifests/kube-apiserver.yaml .; wait; tail -n 1 out
ssh $node 'ps aux | grep -c [p]ort-forward'`,
		'+PONG\r\nerror: lost connection to pod\n+PONG\r\nerror: lost connection to pod\n0\n',
	],
	[
		'input that nobody takes holds up neither output nor the end',
		`yes | timeout 3 kubectl exec -i box -- sh -c 'echo one; sleep 1; echo two; sleep 100'; echo $?
head -c 50M /dev/zero | kubectl exec -i box -- sleep 1; echo $?
seq 20000 | kubectl exec -i box -- md5sum; seq 20000 | md5sum`,
		'one\ntwo\n124\n0\ne071f707df7bbeee2a6a1eb48011ddd0  -\ne071f707df7bbeee2a6a1eb48011ddd0  -\n',
	],
])('%s', (_name, script, expected) => {
	const world = newWorld('port-forward');
	expect(world.runScript({ name: 'script.sh', script: SETUP + script, limitMs: 300_000 }).stdout).toBe(expected);
});

test('the right to create a session is enough, as the client asks in SPDY when a WebSocket is refused', () => {
	const joe = '--as=system:serviceaccount:default:joe';
	const result = newWorld('port-forward').runScript({
		name: 'script.sh',
		script: `${SETUP}
for verb in create get; do
kubectl create role $verb --verb=$verb --resource=pods/exec,pods/portforward > /dev/null
kubectl create role pods --verb=get --resource=pods --dry-run=client -o yaml | kubectl apply -f - > /dev/null
kubectl create rolebinding pods --role=pods --serviceaccount=default:joe --dry-run=client -o yaml | kubectl apply -f - > /dev/null
kubectl create rolebinding $verb --role=$verb --serviceaccount=default:joe > /dev/null
kubectl exec -i box ${joe} -- sh -c 'cat; exit 3' <<< hello; echo $?
timeout 2 kubectl port-forward box 9000:80 ${joe}; echo $?
kubectl delete rolebinding $verb > /dev/null
done 2>&1`,
		limitMs: 300_000,
	});
	const refused = (what: string): string =>
		`pods "box" is forbidden: User "system:serviceaccount:default:joe" cannot create resource "pods/${what}" in API group "" in the namespace "default"`;
	expect(result.stdout).toBe(`hello
command terminated with exit code 3
3
Forwarding from 127.0.0.1:9000 -> 80
124
Error from server (Forbidden): ${refused('exec')}
1
error: error upgrading connection: ${refused('portforward')}
1
`);
});
