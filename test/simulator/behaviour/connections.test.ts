import { beforeAll, expect, test } from 'vitest';
import type { ConnectionRecord } from '../../../simulator/network/connection-log.ts';
import { CONNECTIONS_MAX } from '../../../simulator/network/connection-log.ts';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from '../sandbox/world-bench.ts';
import { shell } from './world-rows.ts';

let world: SimulatedWorld;

beforeAll(() => {
	world = newWorld('connections');
	shell(
		world,
		`kubectl run web --image=nginx >/dev/null; kubectl expose pod web --port=80 >/dev/null; kubectl create svc clusterip lost --tcp=80 >/dev/null
kubectl run t --image=busybox:1.36 --command -- sleep 99999 >/dev/null; kubectl wait --for=condition=Ready pod --all --timeout=90s >/dev/null
kubectl patch pod web -p '{"metadata":{"labels":{"app":"web"}}}' >/dev/null`,
	);
});

/** The TCP connections that a script makes from the Pod t. */
function made(script: string, from = 'default/t'): readonly ConnectionRecord[] {
	const after = world.connections().at(-1)?.id ?? 0;
	shell(world, script);
	return world
		.connections({ after, pod: from })
		.filter(({ protocol, from: { pod } }) => protocol === 'tcp' && pod === from);
}

const get = (url: string): string => `kubectl exec t -- wget -qO- -T 2 ${url} >/dev/null 2>&1`;
const policy = (spec: string): string =>
	`kubectl apply -f - >/dev/null <<E\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: ${spec}}\nE\nsleep 1`;

test('a connection to a Service: its rules, the endpoint that was chosen', () => {
	expect(made(get('http://web'))).toMatchObject([
		{
			protocol: 'tcp',
			from: { pod: 'default/t' },
			asked: { port: 80 },
			service: { name: 'default/web' },
			to: { port: 80, pod: 'default/web' },
			outcome: 'delivered',
		},
	]);
});

test('one without endpoints, a port that it has not, a port that nobody listens on', () => {
	expect(made(get('http://lost'))).toMatchObject([{ service: { refusal: 'no endpoints' }, outcome: 'refused' }]);
	const dropped = { service: { name: 'default/web', refusal: 'no such port' }, outcome: 'dropped by a service' };
	expect(made(get('http://web:81'))).toMatchObject([dropped]);
	const address = "$(kubectl get pod web -o jsonpath='{.status.podIP}')";
	expect(made(get(`http://${address}:81`))).toMatchObject([{ outcome: 'nobody listens' }]);
	expect(made(get('http://192.168.1.250'))).toMatchObject([{ outcome: 'no route' }]);
});

test('the policy that lets it through, or those that do not', () => {
	made(policy('{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {run: t}}}]}]}'));
	expect(made(get('http://web'))).toMatchObject([
		{ ingress: { kind: 'allowed', policy: 'default/p', rule: 0 }, outcome: 'delivered' },
	]);
	made(policy('{podSelector: {matchLabels: {app: web}}}'));
	expect(made(get('http://web'))).toMatchObject([
		{ ingress: { kind: 'denied', policies: ['default/p'] }, outcome: 'dropped by a policy' },
	]);
});

test('what a log holds is bounded, and can be read on from where one was', () => {
	shell(world, 'for i in {1..300}; do curl -s -o /dev/null -m 1 http://10.96.0.1:81 & wait; done');
	const all = world.connections();
	expect(all.length).toBeLessThanOrEqual(CONNECTIONS_MAX);
	const middle = all[10]?.id as number;
	expect(world.connections({ after: middle })).toEqual(all.slice(11));
	expect(world.connections({ limit: 3 })).toEqual(all.slice(-3));
});
