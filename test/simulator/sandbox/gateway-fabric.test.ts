import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Models nginx/nginx-gateway-fabric as its users meet it, and what the exams ask of the Gateway API.

const RAW = 'https://raw.githubusercontent.com/nginx/nginx-gateway-fabric/v2.2.1/deploy';
const BUNDLE = 'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml';

describe('NGINX Gateway Fabric', () => {
	let world: SimulatedWorld;
	let http = '';
	let https = '';
	const run = (line: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 });
		return stdout + stderr;
	};
	const apply = (yaml: string): string => run(`cat <<'END' | kubectl apply -f -\n${yaml}\nEND\nsleep 3`);
	const route = (name: string, host: string, rules: string, namespace = 'default', parent = 'name: main'): string =>
		apply(`apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  parentRefs: [{${parent}}]
  hostnames: [${host}]
  rules: ${rules}`);
	const condition = (name: string, type: string): string =>
		run(
			`kubectl get httproute ${name} -o jsonpath='{range .status.parents[0].conditions[?(@.type=="${type}")]}{.status} {.reason}: {.message}{end}'`,
		);
	const curl = (host: string, path: string, options = ''): string =>
		run(`curl -s -o /dev/null -w '%{http_code} %{redirect_url}' ${options} -H 'Host: ${host}' '${http}${path}'`).trim();
	const body = (host: string, path: string, options = ''): string =>
		run(`curl -s ${options} -H 'Host: ${host}' '${http}${path}'`);

	beforeAll(() => {
		world = newWorld('gateway fabric');
		run(`kubectl apply -f ${BUNDLE}; kubectl apply -f ${RAW}/crds.yaml; kubectl apply -f ${RAW}/nodeport/deploy.yaml`);
		run('kubectl create deploy web --image=nginx; kubectl expose deploy web --port 80');
		run('kubectl create deploy who --image=traefik/whoami; kubectl expose deploy who --port 80');
		run('kubectl create ns other; kubectl -n other create deploy far --image=nginx');
		run('kubectl -n other expose deploy far --port 80; kubectl create svc clusterip empty --tcp=80:80');
		run(
			"openssl req -x509 -nodes -newkey rsa:2048 -days 30 -keyout k.pem -out c.pem -subj /CN=t.example.com -addext 'subjectAltName=DNS:t.example.com'; kubectl create secret tls t --cert=c.pem --key=k.pem",
		);
		run('kubectl -n nginx-gateway wait --for=condition=available deploy/nginx-gateway --timeout=120s');
		apply(`apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: main}
spec:
  gatewayClassName: nginx
  listeners:
  - {name: http, port: 80, protocol: HTTP, hostname: "*.example.com"}
  - name: https
    port: 443
    protocol: HTTPS
    hostname: t.example.com
    tls: {certificateRefs: [{name: t}]}`);
		run('kubectl rollout status deploy main-nginx; sleep 10');
		const node = run(
			"kubectl get pod -l app.kubernetes.io/name=main-nginx -o jsonpath='{.items[0].status.hostIP}'",
		).trim();
		const port = (index: number): string =>
			run(`kubectl get svc main-nginx -o jsonpath='{.spec.ports[${index}].nodePort}'`).trim();
		http = `http://${node}:${port(0)}`;
		https = `${node}:${port(1)}`;
	});

	test('a Gateway is an nginx with an address', () => {
		expect(run('kubectl get gatewayclass --no-headers | tr -s " " | cut -d" " -f1-3')).toBe(
			'nginx gateway.nginx.org/nginx-gateway-controller True\n',
		);
		expect(run('kubectl get gateway main --no-headers | tr -s " " | cut -d" " -f1-4')).toMatch(
			/^main nginx 10\.\d+\.\d+\.\d+ True\n$/,
		);
		expect(run('kubectl get deploy,svc -o name -l gateway.networking.k8s.io/gateway-name=main')).toBe(
			'deployment.apps/main-nginx\nservice/main-nginx\n',
		);
	});

	test('paths, headers, methods and queries choose what answers', () => {
		route(
			'matches',
			'm.example.com',
			`
  - matches: [{path: {value: /who}}]
    backendRefs: [{name: who, port: 80}]
  - matches: [{headers: [{name: X-Who, value: "1"}]}, {method: POST}, {queryParams: [{name: who, value: "2"}]}]
    backendRefs: [{name: who, port: 80}]
  - matches: [{path: {type: Exact, value: /index.html}}]
    backendRefs: [{name: web, port: 80}]`,
		);
		const isWho = (path: string, options = ''): boolean =>
			body('m.example.com', path, options).startsWith('Hostname: who');
		expect([
			isWho('/who'),
			isWho('/who/x'),
			isWho('/', "-H 'X-Who: 1'"),
			isWho('/', '-X POST'),
			isWho('/?who=2'),
		]).toEqual([true, true, true, true, true]);
		expect(curl('m.example.com', '/whoever')).toBe('404');
		expect(curl('m.example.com', '/index.html')).toBe('200');
		expect(curl('other.org', '/who')).toBe('404');
		expect(condition('matches', 'Accepted')).toBe('True Accepted: The Route is accepted');
	});

	test('filters', () => {
		route(
			'filters',
			'f.example.com',
			`
  - matches: [{path: {value: /api}}]
    filters:
    - {type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-Set, value: a}], remove: [X-Gone]}}
    - {type: URLRewrite, urlRewrite: {hostname: inner.local, path: {type: ReplacePrefixMatch, replacePrefixMatch: /v2}}}
    backendRefs: [{name: who, port: 80}]
  - filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]`,
		);
		const seen = body('f.example.com', '/api/x?y=1', "-H 'X-Gone: 1'");
		expect(seen).toContain('GET /v2/x?y=1 HTTP/1.1\r\nHost: inner.local\r\n');
		expect(seen).toContain('X-Set: a\r\n');
		expect(seen).not.toContain('X-Gone');
		expect(curl('f.example.com', '/x')).toBe('301 https://f.example.com/x');
	});

	test('weights', () => {
		route(
			'weights',
			'w.example.com',
			'[{backendRefs: [{name: web, port: 80, weight: 80}, {name: who, port: 80, weight: 20}]}]',
		);
		const count = Number(
			run(`for i in $(seq 100); do curl -s -H 'Host: w.example.com' ${http}/ | grep '^Hostname'; done | wc -l`),
		);
		expect(count).toBeGreaterThan(8);
		expect(count).toBeLessThan(35);
	});

	test('another namespace must grant', () => {
		route('far', 'far.example.com', '[{backendRefs: [{name: far, namespace: other, port: 80}]}]');
		expect(condition('far', 'ResolvedRefs')).toBe(
			'False RefNotPermitted: spec.rules[0].backendRefs[0].namespace: Forbidden: Backend ref to Service other/far not permitted by any ReferenceGrant',
		);
		expect(curl('far.example.com', '/')).toBe('500');
		apply(`apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: g, namespace: other}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]
  to: [{group: "", kind: Service}]`);
		expect(curl('far.example.com', '/')).toBe('200');
		expect(condition('far', 'ResolvedRefs')).toBe('True ResolvedRefs: All references are resolved');
	});

	test('what cannot be is said', () => {
		route('missing', 'x.example.com', '[{backendRefs: [{name: nope, port: 80}]}]');
		expect(condition('missing', 'ResolvedRefs')).toBe(
			'False BackendNotFound: spec.rules[0].backendRefs[0].name: Not found: "nope"',
		);
		expect(curl('x.example.com', '/')).toBe('500');
		route('nobody', 'e.example.com', '[{backendRefs: [{name: empty, port: 80}]}]');
		expect(curl('e.example.com', '/')).toBe('503');
		route('host', 'x.example.org', '[{backendRefs: [{name: web, port: 80}]}]');
		expect(condition('host', 'Accepted')).toBe(
			'False NoMatchingListenerHostname: The Listener hostname does not match the Route hostnames',
		);
		route(
			'section',
			'y.example.com',
			'[{backendRefs: [{name: web, port: 80}]}]',
			'default',
			'name: main, sectionName: nope',
		);
		expect(condition('section', 'Accepted')).toBe(
			'False NoMatchingParent: The Listener is not found for this parent ref',
		);
		route(
			'abroad',
			'z.example.com',
			'[{backendRefs: [{name: far, port: 80}]}]',
			'other',
			'name: main, namespace: default',
		);
		expect(run("kubectl -n other get httproute abroad -o jsonpath='{.status.parents[0].conditions[0].reason}'")).toBe(
			'NotAllowedByListeners',
		);
	});

	test('TLS ends at the Gateway', () => {
		route(
			'secure',
			't.example.com',
			'[{backendRefs: [{name: web, port: 80}]}]',
			'default',
			'name: main, sectionName: https',
		);
		const [node, port] = https.split(':');
		expect(
			run(
				`curl -s -o /dev/null -w '%{http_code}' --cacert c.pem --resolve t.example.com:${port}:${node} https://t.example.com:${port}/`,
			),
		).toBe('200');
		apply(`apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: bare}
spec:
  gatewayClassName: nginx
  listeners: [{name: https, port: 443, protocol: HTTPS, tls: {certificateRefs: [{name: nope}]}}]`);
		expect(run('kubectl get gateway bare --no-headers | tr -s " " | cut -d" " -f1-3')).toBe('bare nginx False\n');
	});

	test('a Gateway that goes takes its nginx along', () => {
		run('kubectl delete gateway main; sleep 30');
		expect(run('kubectl get deploy,svc main-nginx 2>&1')).toContain('"main-nginx" not found');
	});
});
