import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Models kubernetes-sigs/gateway-api config/crd/standard.

const RELEASES = 'https://github.com/kubernetes-sigs/gateway-api/releases';

describe('the kinds of the Gateway API', () => {
	let world: SimulatedWorld;
	const run = (line: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 });
		return stdout + stderr;
	};
	const apply = (yaml: string): string => run(`cat <<'END' | kubectl apply -f -\n${yaml}\nEND`);
	const route = (rule: string): string =>
		apply(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r}
spec:
  parentRefs: [{name: g}]
  rules:
  - ${rule}`);

	beforeAll(() => {
		world = newWorld('gateway api');
		run(`kubectl apply -f ${RELEASES}/download/v1.4.0/standard-install.yaml`);
	});

	test('columns, short names, defaults', () => {
		apply(`apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {gatewayClassName: nginx, listeners: [{name: http, port: 80, protocol: HTTP}]}`);
		expect(run('kubectl get gtw | tr -s " "')).toMatch(/^NAME CLASS ADDRESS PROGRAMMED AGE\ng nginx Unknown \d+s\n$/);
		route('backendRefs: [{name: web, port: 80}]');
		expect(
			run("kubectl get httproute r -o jsonpath='{.spec.rules[0].matches[0].path}{.spec.parentRefs[0].kind}'"),
		).toBe('{"type":"PathPrefix","value":"/"}Gateway');
		expect(run('kubectl api-resources --api-group=gateway.networking.k8s.io --no-headers | wc -l').trim()).toBe('6');
	});

	test.each([
		['backendRefs: [{name: web}]', 'Must have port for Service reference'],
		[
			'matches: [{path: {value: foo}}]',
			"value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
		],
		['filters: [{type: RequestRedirect}]', 'filter.requestRedirect must be specified for RequestRedirect filter.type'],
		[
			'{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}], backendRefs: [{name: web, port: 80}]}',
			'RequestRedirect filter must not be used together with backendRefs',
		],
		[
			'{matches: [{path: {type: Exact, value: /a}}], filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}]}',
			'When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified',
		],
	])('a rule with %s is refused', (rule, message) => {
		expect(route(rule)).toContain(message);
	});

	test('a class belongs to its controller for ever', () => {
		const gatewayClass = (controller: string): string =>
			apply(`apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: c}
spec: {controllerName: ${controller}}`);
		expect(gatewayClass('example.com/one')).toBe('gatewayclass.gateway.networking.k8s.io/c created\n');
		expect(gatewayClass('example.com/two')).toContain('spec.controllerName: Invalid value: ');
	});

	test('the experimental channel has routes for connections', () => {
		expect(
			run(`kubectl apply -f ${RELEASES}/download/v1.4.1/experimental-install.yaml | cut -d' ' -f1,2 | tail -3`),
		).toBe(
			[
				'customresourcedefinition.apiextensions.k8s.io/tcproutes.gateway.networking.k8s.io created',
				'customresourcedefinition.apiextensions.k8s.io/tlsroutes.gateway.networking.k8s.io created',
				'customresourcedefinition.apiextensions.k8s.io/udproutes.gateway.networking.k8s.io created',
				'',
			].join('\n'),
		);
	});

	test('before there was v1', () => {
		const kinds =
			run(`curl -sL ${RELEASES}/download/v0.8.0/standard-install.yaml | kubectl create --dry-run=client -f - \\
  -o jsonpath='{.spec.names.kind} {.spec.versions[*].name}{"\\n"}'`);
		expect(kinds).toBe('GatewayClass v1beta1\nGateway v1beta1\nReferenceGrant v1beta1\nHTTPRoute v1beta1\n');
	});
});
