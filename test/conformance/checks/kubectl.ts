import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import type { ServedWorld } from '../served-world.ts';

/** Where the SDK keeps a kubectl of every minor. */
const SDK_BIN = '/usr/lib/google-cloud-sdk/bin';
const TIMEOUT_MS = 60_000;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: NAMESPACE}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: nginx, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: NAMESPACE}
spec: {selector: {app: web}, ports: [{port: 80}]}
`;

interface Command {
	readonly line: string;
	/** What it prints; stderr must stay empty. */
	readonly prints: RegExp;
	/** What it says on stderr, when it is to be refused. */
	readonly refuses?: RegExp;
}

/** A day with a cluster. `k` is the kubectl under test in a namespace of its own. */
const COMMANDS: readonly Command[] = [
	// Old ones warn of themselves.
	{ line: 'k version', prints: /Server Version: .*v1\.35\.0/, refuses: /^(WARNING: .*\n)*$/ },
	{ line: 'k create namespace $N', prints: /^namespace\/\S+ created\n$/ },
	{ line: 'k apply -f web.yaml', prints: /^deployment.apps\/web created\nservice\/web created\n$/ },
	{ line: 'k apply -f web.yaml', prints: /^deployment.apps\/web unchanged\nservice\/web unchanged\n$/ },
	{ line: 'k rollout status deployment/web', prints: /deployment "web" successfully rolled out\n$/ },
	{ line: 'k get deployment web', prints: /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2 +\S+\n$/ },
	{
		line: 'k get all -o name',
		prints: /^pod\/web-\S+\npod\/web-\S+\nservice\/web\ndeployment.apps\/web\nreplicaset.apps\/web-\S+\n$/,
	},
	{ line: 'k get pods -A --chunk-size=3 -o name | wc -l', prints: /^\d\d+\n$/ },
	{ line: 'k get pods -w --request-timeout=2 -o name 2>/dev/null; true', prints: /^pod\/web-\S+\npod\/web-\S+\n$/ },
	{ line: 'k describe deployment web', prints: /^Name: +web\n[\s\S]*ScalingReplicaSet/ },
	{ line: 'k explain deployment.spec.replicas', prints: /FIELD: replicas <integer>/ },
	{ line: 'k api-resources --verbs=list,patch -o name | grep -c -e ^pods$ -e ^deployments.apps$', prints: /^2\n$/ },
	{ line: 'k api-versions | grep -c -x -e v1 -e apps/v1', prints: /^2\n$/ },
	{ line: 'k diff -f web.yaml', prints: /^$/ },
	{
		line: 'k apply --server-side --force-conflicts -f web.yaml',
		prints: /^deployment.apps\/web serverside-applied\nservice\/web serverside-applied\n$/,
	},
	{ line: 'k scale deployment web --replicas=1', prints: /^deployment.apps\/web scaled\n$/ },
	{
		line: `k patch deployment web --type=json -p '[{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]'`,
		prints: /^deployment.apps\/web patched\n$/,
	},
	{
		line: `k patch deployment web --type=merge -p '{"metadata":{"labels":{"a":"c"}}}'`,
		prints: /^deployment.apps\/web patched\n$/,
	},
	{
		line: `k patch deployment web -p '{"spec":{"template":{"metadata":{"labels":{"x":"y"}}}}}' --dry-run=server`,
		prints: /^deployment.apps\/web patched\n$/,
	},
	{ line: 'k label deployment web tier=front', prints: /^deployment.apps\/web labeled\n$/ },
	{ line: 'k annotate service web note=yes', prints: /^service\/web annotated?\n$/ },
	{ line: 'k set image deployment/web nginx=nginx:1.27', prints: /^deployment.apps\/web image updated\n$/ },
	{ line: 'k rollout status deployment/web', prints: /successfully rolled out\n$/ },
	{ line: 'k rollout history deployment/web', prints: /REVISION/ },
	{ line: 'k run box --image=busybox --restart=Never -- sleep 1000', prints: /^pod\/box created\n$/ },
	{ line: 'k wait --for=condition=Ready pod/box', prints: /^pod\/box condition met\n$/ },
	{ line: 'k exec box -- sh -c "echo out; hostname"', prints: /^out\nbox\n$/ },
	{ line: 'echo from here | k exec -i box -- cat', prints: /^from here\n$/ },
	{ line: 'k exec box -- sh -c "exit 7"', prints: /^$/, refuses: /^command terminated with exit code 7\n$/ },
	{
		line: 'echo copied > file.txt; k cp file.txt box:/tmp/file.txt && k exec box -- cat /tmp/file.txt',
		prints: /^copied\n$/,
	},
	{
		line: 'k run teller --image=busybox --restart=Never -- sh -c "echo told; sleep 1000"',
		prints: /^pod\/teller created\n$/,
	},
	{ line: 'k wait --for=condition=Ready pod/teller', prints: /^pod\/teller condition met\n$/ },
	{ line: 'k logs teller', prints: /^told\n$/ },
	{
		line: `echo typed | k run -i --rm once --image=busybox --restart=Never --quiet -- sh -c 'read it; echo "got $it"'`,
		prints: /^got typed\n$/,
		refuses: /^(If you don't see a command prompt, try pressing enter\.\n)?$/,
	},
	{
		line: '$K port-forward service/web :80 > forwarded & for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.3; port=$(sed -n "s/.*127.0.0.1:\\([0-9]*\\).*/\\1/p" forwarded); [ -n "$port" ] && break; done; curl -s http://127.0.0.1:$port/ | grep -o "Welcome to nginx!" | head -1; kill $!',
		prints: /^Welcome to nginx!\n$/,
	},
	{ line: 'k auth can-i delete pods', prints: /^yes\n$/ },
	{ line: 'k auth can-i delete pods --as jane', prints: /^no\n$/, refuses: /^$/ },
	{ line: 'k create token default | tr -cd . | wc -c', prints: /^2\n$/ },
	{ line: 'k get --raw "/readyz?verbose" | tail -1', prints: /^readyz check passed\n$/ },
	{ line: 'k events --for deployment/web | head -1', prints: /^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE\n$/ },
	{ line: 'k get pod none', prints: /^$/, refuses: /^Error from server \(NotFound\): pods "none" not found\n$/ },
	{
		line: 'k get pods --as jane',
		prints: /^$/,
		refuses:
			/^Error from server \(Forbidden\): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "\S+"\n$/,
	},
	{ line: 'k create -f web.yaml --dry-run=server', prints: /^$/, refuses: /AlreadyExists/ },
	{
		line: 'k get pods --field-selector spec.color=red',
		prints: /^$/,
		refuses: /field label not supported: spec.color/,
	},
	{ line: 'k delete pod box teller --now', prints: /^pod "box" deleted[^\n]*\npod "teller" deleted[^\n]*\n$/ },
	{ line: 'k delete -f web.yaml', prints: /^deployment.apps "web" deleted[^\n]*\nservice "web" deleted[^\n]*\n$/ },
	{ line: '$BIN delete namespace $N', prints: /^namespace "\S+" deleted\n$/ },
];

/** The real kubectl of every minor on this machine, each a check a command. Empty when there is none. */
export function kubectlChecks(): Check[] {
	if (!existsSync(SDK_BIN)) return [];
	const minors = readdirSync(SDK_BIN)
		.map((name) => /^kubectl\.1\.(\d+)$/.exec(name)?.[1])
		.filter((minor) => minor !== undefined)
		.sort((a, b) => Number(a) - Number(b));
	return minors.flatMap((minor) => COMMANDS.map((command) => checkOf(minor, command)));
}

function checkOf(minor: string, { line, prints, refuses }: Command): Check {
	return {
		name: `kubectl 1.${minor}: ${line.length > 90 ? `${line.slice(0, 90)}…` : line}`,
		async run(served) {
			const { stdout, stderr } = await type(served, minor, line);
			if (!prints.test(stdout)) throw new Error(`stdout ${JSON.stringify(stdout)}, stderr ${JSON.stringify(stderr)}`);
			if (!(refuses ?? /^$/).test(stderr)) throw new Error(`stderr ${JSON.stringify(stderr)}`);
		},
	};
}

/** A command line in bash, with `k` for the kubectl of the minor. */
async function type(served: ServedWorld, minor: string, line: string): Promise<{ stdout: string; stderr: string }> {
	const name = `kubectl-${minor}`;
	writeFileSync(join(served.directory, 'web.yaml'), MANIFEST.replaceAll('NAMESPACE', name));
	const prelude = `N=${name}; BIN=${SDK_BIN}/kubectl.1.${minor}; K="$BIN --namespace $N"; k() { $K "$@"; }`;
	const child = spawn('bash', ['-c', `${prelude}\n${line}`], {
		cwd: served.directory,
		env: { NODE_ENV: 'test', PATH: '/usr/bin:/bin', HOME: served.directory, KUBECONFIG: served.kubeconfigFile },
		stdio: ['ignore', 'pipe', 'pipe'],
		timeout: TIMEOUT_MS,
	});
	const output = { stdout: '', stderr: '' };
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].setEncoding('utf8').on('data', (part: string) => {
			output[stream] += part;
		});
	}
	await new Promise((resolve) => child.on('close', resolve));
	return output;
}
