import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld, TestTerminal } from '../sandbox/world-bench.ts';

/** One command line in /root: stdout, then stderr marked line by line, then the status unless it is 0. */
function run(world: SimulatedWorld, line: string): string {
	const script = `cd /root\n${line}\n`;
	const { stdout, stderr, exitCode } = world.runScript({ name: 'line.sh', script, limitMs: 300_000 });
	const told = stderr === '' ? '' : stderr.replace(/^(?=.)/gm, '! ');
	return `${stdout}${told}${exitCode === 0 ? '' : `[${exitCode}]\n`}`;
}

function passSeconds(world: SimulatedWorld, seconds: number): void {
	world.run(world.now() + seconds * 1000);
}

describe('a deployment through its life', () => {
	let world: SimulatedWorld;
	beforeAll(() => {
		world = newWorld('kubectl deployment');
		run(world, 'kubectl create deploy web --image=nginx:1.27 --replicas=2');
		passSeconds(world, 20);
	});

	test('edit opens the editor on the object and sends what it changed', () => {
		expect(run(world, "KUBE_EDITOR='sed -i s/replicas:.2/replicas:\\ 3/' kubectl edit deploy web")).toBe(
			'deployment.apps/web edited\n',
		);
		expect(run(world, 'kubectl get deploy web -o jsonpath={.spec.replicas}')).toBe('3');
		expect(run(world, 'KUBE_EDITOR=true kubectl edit deploy web')).toBe('! Edit cancelled, no changes made.\n');
	});

	test('--record tells the history why', () => {
		expect(run(world, 'kubectl set image deploy/web nginx=nginx:1.28 --record')).toBe(
			'deployment.apps/web image updated\n! Flag --record has been deprecated, --record will be removed in the future\n',
		);
		passSeconds(world, 30);
		expect(run(world, 'kubectl rollout history deploy/web')).toBe(`deployment.apps/web 
REVISION  CHANGE-CAUSE
1         <none>
2         kubectl set image deploy/web nginx=nginx:1.28 --record=true

`);
	});

	test('undo goes back, status waits until it has', () => {
		expect(run(world, 'kubectl rollout undo deploy/web')).toBe('deployment.apps/web rolled back\n');
		const lines = run(world, 'kubectl rollout status deploy/web').split('\n');
		expect(lines[0]).toBe(
			'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...',
		);
		expect(lines.at(-2)).toBe('deployment "web" successfully rolled out');
		expect(run(world, 'kubectl get deploy web -o jsonpath={..image}')).toBe('nginx:1.27');
	});

	test('a paused one cannot be paused or restarted', () => {
		expect(run(world, 'kubectl rollout pause deploy/web')).toBe('deployment.apps/web paused\n');
		expect(run(world, 'kubectl rollout pause deploy/web')).toBe(
			'! error: deployments.apps "web" is already paused\n[1]\n',
		);
		expect(run(world, 'kubectl rollout restart deploy/web')).toBe(
			'! error: deployments.apps "web" can\'t restart paused deployment (run rollout resume first)\n[1]\n',
		);
		expect(run(world, 'kubectl rollout resume deploy/web')).toBe('deployment.apps/web resumed\n');
	});

	test('exec hands the exit status through', () => {
		expect(run(world, "kubectl exec deploy/web -- sh -c 'echo $HOSTNAME | cut -c1-4; exit 3'")).toBe(
			'web-\n! command terminated with exit code 3\n[3]\n',
		);
	});

	test('run --rm -i shows the output and removes the pod', () => {
		const script = "sh -c 'sleep 3; echo hello'";
		expect(run(world, `kubectl run tmp --rm -i --image=busybox:1.36 --restart=Never -- ${script}`)).toBe(
			[
				'hello',
				'pod "tmp" deleted from default namespace',
				'! All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.',
				"! If you don't see a command prompt, try pressing enter.",
				'',
			].join('\n'),
		);
		expect(run(world, 'kubectl get pod tmp')).toBe('! Error from server (NotFound): pods "tmp" not found\n[1]\n');
	});
});

test('drain respects budgets, daemon sets and pods that nobody manages', () => {
	const world = newWorld('kubectl drain');
	run(
		world,
		'kubectl create deploy web --image=nginx:1.27 && kubectl create pdb guard --selector=app=web --min-available=1',
	);
	passSeconds(world, 20);
	const [pod, node] = run(
		world,
		"kubectl get pods -o jsonpath='{.items[0].metadata.name} {.items[0].spec.nodeName}'",
	).split(' ') as [string, string];
	const daemons = run(
		world,
		`kubectl get pods -A --field-selector spec.nodeName=${node} -l 'k8s-app in (calico-node,kube-proxy)' -o go-template='{{range $i, $p := .items}}{{if $i}}, {{end}}{{.metadata.namespace}}/{{.metadata.name}}{{end}}'`,
	);
	const refusal = `cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): ${daemons}`;
	expect(run(world, `kubectl drain ${node}`)).toBe(`node/${node} cordoned
! error: unable to drain node "${node}" due to error: ${refusal}, continuing command...
! There are pending nodes to be drained:
!  ${node}
! ${refusal}
[1]
`);
	expect(run(world, `kubectl drain ${node} --ignore-daemonsets --timeout=7s`)).toContain(
		`! error when evicting pods/"${pod}" -n "default" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.\n`,
	);
	run(world, 'kubectl delete pdb guard');
	expect(run(world, `kubectl drain ${node} --ignore-daemonsets`)).toBe(`node/${node} already cordoned
evicting pod default/${pod}
pod/${pod} evicted
node/${node} drained
! Warning: ignoring DaemonSet-managed Pods: ${daemons}
`);
	expect(run(world, `kubectl uncordon ${node}`)).toBe(`node/${node} uncordoned\n`);
});

test('server-side apply refuses what another manager owns', () => {
	const world = newWorld('kubectl apply');
	const manifest = (value: string): string =>
		`'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"a":"${value}"}}'`;
	expect(run(world, `kubectl create -f - <<< ${manifest('one')}`)).toBe('configmap/x created\n');
	expect(run(world, `kubectl apply --server-side -f - <<< ${manifest('two')}`)).toContain(
		'! error: Apply failed with 1 conflict: conflict with "kubectl-create" using v1: .data.a\n',
	);
	expect(run(world, `kubectl apply --server-side --force-conflicts -f - <<< ${manifest('two')}`)).toBe(
		'configmap/x serverside-applied\n',
	);
	expect(run(world, 'kubectl label cm x a=b && kubectl label cm x a=c')).toBe(
		"configmap/x labeled\n! error: 'a' already has a value (b), and --overwrite is false\n[1]\n",
	);
});

test('a watch goes on until Ctrl-C', () => {
	const world = newWorld('kubectl watch');
	const terminal = new TestTerminal(world);
	expect(terminal.type('kubectl get cm -w --no-headers\n')).toContain('kube-root-ca.crt');
	run(world, 'kubectl create cm added --from-literal=a=b');
	expect(terminal.wait(1_000)).toMatch(/\nadded +1 +\d+s\r\n$/);
	expect(terminal.type('\u0003')).toContain('^C');
	expect(terminal.run('echo $?')).toContain('130');
});

test('diff tells what the server refuses', () => {
	const world = newWorld('kubectl diff');
	run(world, 'kubectl create deploy web --image=nginx && kubectl get deploy web -o yaml > web.yaml');
	run(
		world,
		'sed "s/uid: ......../uid: 00000000/" web.yaml > other.yaml; sed "s/replicas: 1/replicas: -1/" web.yaml > bad.yaml',
	);
	expect(run(world, 'kubectl diff -f bad.yaml')).toContain(
		'! The Deployment "web" is invalid: spec.replicas: Invalid value: -1',
	);
	expect(run(world, 'kubectl diff -f other.yaml')).toContain(
		'! Error from server (Conflict): Operation cannot be fulfilled on deployments.apps "web": ',
	);
});
