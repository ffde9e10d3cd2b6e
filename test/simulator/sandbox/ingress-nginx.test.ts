import { beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedWorld } from '../../../simulator/sandbox/index.ts';
import { newWorld } from './world-bench.ts';

// Models kubernetes/ingress-nginx as its users meet it: its manifests, its documentation's annotations, its refusals.

const RAW = 'https://raw.githubusercontent.com/kubernetes/ingress-nginx';
const NOTE = 'nginx.ingress.kubernetes.io';

describe('ingress-nginx', () => {
	let world: SimulatedWorld;
	let http = '';
	let https = '';
	const run = (line: string): string => {
		const { stdout, stderr } = world.runScript({ name: 'line.sh', script: line, limitMs: 600_000 });
		return stdout + stderr;
	};
	/** The status and what follows it, of a request to a node's port. */
	const curl = (host: string, path: string, options = ''): string =>
		run(`curl -s -o /dev/null -w '%{http_code} %{redirect_url}' ${options} -H 'Host: ${host}' '${http}${path}'`).trim();
	const body = (host: string, path: string, options = ''): string =>
		run(`curl -s ${options} -H 'Host: ${host}' '${http}${path}'`);
	const ingress = (name: string, rule: string, ...notes: readonly string[]): string => {
		const annotations = notes.map((note) => `--annotation '${NOTE}/${note}'`).join(' ');
		return run(`kubectl create ingress ${name} --class=nginx --rule='${rule}' ${annotations}`);
	};
	/** An Ingress whose path is of the type that patterns need. */
	const patternIngress = (name: string, host: string, path: string, backend: string, notes: string): string =>
		run(`cat <<'END' | kubectl apply -f -
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations: ${notes}
spec:
  ingressClassName: nginx
  rules:
  - host: ${host}
    http:
      paths:
      - path: ${path}
        pathType: ImplementationSpecific
        backend: {service: {name: ${backend}, port: {number: 80}}}
END`);

	beforeAll(() => {
		world = newWorld('ingress nginx');
		run(`kubectl apply -f ${RAW}/controller-v1.13.3/deploy/static/provider/baremetal/deploy.yaml`);
		run('kubectl create deploy web --image=nginx; kubectl expose deploy web --port 80');
		run('kubectl create deploy who --image=traefik/whoami; kubectl expose deploy who --port 80');
		run('kubectl create svc clusterip empty --tcp=80:80');
		run('kubectl create svc clusterip wrong --tcp=80:81; kubectl set selector svc wrong app=web');
		run(
			'kubectl -n ingress-nginx wait --for=condition=ready pod -l app.kubernetes.io/component=controller --timeout=120s',
		);
		const port = (index: number): string =>
			run(
				`kubectl -n ingress-nginx get svc ingress-nginx-controller -o jsonpath='{.spec.ports[${index}].nodePort}'`,
			).trim();
		http = `http://172.30.1.2:${port(0)}`;
		https = port(1);
	});

	test('its Jobs make a certificate and the webhook trusts it', () => {
		expect(run('kubectl -n ingress-nginx get jobs --no-headers | tr -s " " | cut -d" " -f1-3')).toBe(
			'ingress-nginx-admission-create Complete 1/1\ningress-nginx-admission-patch Complete 1/1\n',
		);
		ingress('web', 'web.example.com/*=web:80');
		expect(ingress('again', 'web.example.com/*=who:80')).toBe(
			'error: failed to create ingress: admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: host "web.example.com" and path "/" is already defined in ingress default/web\n',
		);
		expect(ingress('snippet', 's.example.com/*=web:80', 'configuration-snippet=return 200;')).toContain(
			`denied the request: ${NOTE}/configuration-snippet annotation cannot be used. Snippet directives are disabled by the Ingress administrator`,
		);
		expect(ingress('pattern', 'r.example.com/a(/|$)(.*)*=web:80', 'rewrite-target=/$2')).toContain(
			'denied the request: ingress contains invalid paths: path /a(/|$)(.*) cannot be used with pathType Prefix',
		);
	});

	test('hosts, paths and what is behind them', () => {
		ingress('paths', 'p.example.com/who*=who:80');
		ingress('exact', 'p.example.com/only=who:80');
		ingress('wild', '*.wild.example.com/*=who:80');
		ingress('nothing', 'empty.example.com/*=empty:80');
		ingress('refused', 'wrong.example.com/*=wrong:80');
		run('sleep 10');
		const statuses: readonly (readonly [string, string, string])[] = [
			['web.example.com', '/', '200'],
			['WEB.example.com', '/index.html', '200'],
			['other.example.com', '/', '404'],
			['p.example.com', '/who', '200'],
			['p.example.com', '/who/deeper?x=1', '200'],
			['p.example.com', '/whoever', '404'],
			['p.example.com', '/only', '200'],
			['p.example.com', '/only/', '404'],
			['p.example.com', '/', '404'],
			['one.wild.example.com', '/', '200'],
			['two.one.wild.example.com', '/', '404'],
			['empty.example.com', '/', '503'],
			['wrong.example.com', '/', '502'],
		];
		expect(statuses.map(([host, path]) => [host, path, curl(host, path)])).toEqual(statuses);
		expect(run(`curl -s ${http}/`)).toBe(
			'<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
		);
		expect(body('p.example.com', '/who')).toContain('X-Forwarded-Host: p.example.com\r\nX-Forwarded-Port: 80\r\n');
	});

	test('rewriting with captured groups', () => {
		patternIngress('rewrite', 'rw.example.com', '/api(/|$)(.*)', 'who', `{${NOTE}/rewrite-target: /$2}`);
		run('sleep 5');
		expect(body('rw.example.com', '/api/v1/things?q=1')).toContain('GET /v1/things?q=1 HTTP/1.1');
		expect(body('rw.example.com', '/api')).toContain('GET / HTTP/1.1');
		expect(curl('rw.example.com', '/apix')).toBe('404');
	});

	test('a canary by header, cookie and weight', () => {
		ingress('stable', 'c.example.com/*=web:80');
		ingress('canary', 'c.example.com/*=who:80', 'canary=true', 'canary-by-header=X-Try', 'canary-weight=30');
		run('sleep 5');
		const isCanary = (options = ''): boolean => body('c.example.com', '/', options).includes('Hostname: who');
		expect([isCanary("-H 'X-Try: always'"), isCanary("-H 'X-Try: never'")]).toEqual([true, false]);
		const count = run(
			`for i in $(seq 100); do curl -s -H 'Host: c.example.com' ${http}/ | grep -c '^Hostname'; done | grep -c 1`,
		);
		expect(Number(count)).toBeGreaterThan(15);
		expect(Number(count)).toBeLessThan(45);
	});

	test('TLS by name, and everybody is sent there', () => {
		const shown = `openssl s_client -connect 172.30.1.2:${https} -servername t.example.com </dev/null 2>/dev/null`;
		expect(run(`${shown} | openssl x509 -noout -subject`)).toBe(
			'subject=O = Acme Co, CN = Kubernetes Ingress Controller Fake Certificate\n',
		);
		run(
			"openssl req -x509 -nodes -newkey rsa:2048 -days 30 -keyout k.pem -out c.pem -subj /CN=t.example.com -addext 'subjectAltName=DNS:t.example.com'",
		);
		run('kubectl create secret tls t --cert=c.pem --key=k.pem');
		run("kubectl create ingress t --class=nginx --rule='t.example.com/*=web:80,tls=t'; sleep 5");
		expect(curl('t.example.com', '/x?y=1')).toBe('308 https://t.example.com/x?y=1');
		const secure = run(
			`curl -sI --cacert c.pem --resolve t.example.com:${https}:172.30.1.2 https://t.example.com:${https}/`,
		);
		expect(secure).toContain('200');
		expect(secure).toContain('Strict-Transport-Security: max-age=31536000; includeSubDomains');
	});

	test('what other annotations do', () => {
		run(
			"echo 'foo:$apr1$abcdefgh$bpWUFITn1N2a204vyP4n//' > auth; echo 'bar:{SHA}Ys23Ag/5IOWqZCw9QGaVDdHwH00=' >> auth",
		);
		run('kubectl create secret generic basic --from-file=auth');
		ingress('auth', 'auth.example.com/*=web:80', 'auth-type=basic', 'auth-secret=basic', 'auth-realm=Who?');
		ingress('range', 'range.example.com/*=web:80', 'whitelist-source-range=10.9.0.0/16');
		ingress('root', 'root.example.com/*=web:80', 'app-root=/app');
		ingress('moved', 'moved.example.com/*=web:80', 'permanent-redirect=https://kubernetes.io');
		ingress('limit', 'limit.example.com/*=web:80', 'limit-rps=1');
		ingress('sticky', 'sticky.example.com/*=who:80', 'affinity=cookie', 'session-cookie-name=route');
		ingress('cors', 'cors.example.com/*=who:80', 'enable-cors=true');
		run('sleep 5');
		expect(curl('auth.example.com', '/')).toBe('401');
		expect(curl('auth.example.com', '/', '-u bar:foobar')).toBe('401');
		expect(curl('auth.example.com', '/', '-u bar:bar')).toBe('200');
		expect(curl('auth.example.com', '/', '-u foo:foobar')).toBe('200');
		expect(curl('auth.example.com', '/', '-u foo:bar')).toBe('401');
		expect(run(`curl -sI -H 'Host: auth.example.com' ${http}/ | grep -i www`)).toBe(
			'WWW-Authenticate: Basic realm="Who?"\r\n',
		);
		expect(curl('range.example.com', '/')).toBe('403');
		expect(curl('root.example.com', '/')).toBe('302 http://root.example.com/app');
		expect(curl('moved.example.com', '/')).toBe('301 https://kubernetes.io/');
		const flood = run(
			`for i in $(seq 9); do curl -s -o /dev/null -w '%{http_code} ' -H 'Host: limit.example.com' ${http}/; done`,
		);
		expect(flood).toBe('200 200 200 200 200 200 503 503 503 ');
		expect(run(`curl -sI -H 'Host: sticky.example.com' ${http}/`)).toMatch(/Set-Cookie: route=.*; Path=\/; HttpOnly/);
		expect(run(`curl -si -X OPTIONS -H 'Host: cors.example.com' ${http}/`)).toContain(
			'Access-Control-Allow-Origin: *\r\n',
		);
	});

	test('addresses, events, the log and the configuration', () => {
		run('sleep 60');
		expect(run('kubectl get ingress web --no-headers | tr -s " " | cut -d" " -f1-5')).toMatch(
			/^web nginx web\.example\.com 172\.30\.[23]\.2 80\n$/,
		);
		expect(run('kubectl describe ingress web | tail -1 | tr -s " "')).toMatch(
			/ Normal Sync \S+ \(x2 over \S+\) nginx-ingress-controller Scheduled for sync\n/,
		);
		const logs = run('kubectl -n ingress-nginx logs deploy/ingress-nginx-controller');
		expect(logs).toMatch(
			/"GET \/ HTTP\/1\.1" 200 615 "-" "curl\/8\.5\.0" \d+ 0\.00\d \[default-web-80\] \[\] 192\.168\.\d\.\d+:80 615 0\.00\d 200 [0-9a-f]{32}\n/,
		);
		expect(logs).toContain('Service "default/empty" does not have any active Endpoint.');
		expect(logs).toContain('connect() failed (111: Connection refused) while connecting to upstream, client: ');
		expect(
			run(
				'kubectl -n ingress-nginx exec deploy/ingress-nginx-controller -- cat /etc/nginx/nginx.conf | grep -c "start server"',
			),
		).toMatch(/^\d\d\n$/);
	});

	test('somebody else decides who may come', () => {
		run(`kubectl create configmap gate --from-literal=default.conf='server {
  listen 80;
  location /yes { add_header X-User alice; return 200; }
  location /ask { add_header WWW-Authenticate "Basic realm=gate"; return 401; }
  location /no { return 403; }
}'
kubectl create deploy gate --image=nginx; kubectl expose deploy gate --port 80
kubectl patch deploy gate -p '{"spec":{"template":{"spec":{"volumes":[{"name":"c","configMap":{"name":"gate"}}],"containers":[{"name":"nginx","volumeMounts":[{"name":"c","mountPath":"/etc/nginx/conf.d"}]}]}}}}'
kubectl rollout status deploy gate`);
		const gate = 'http://gate.default.svc.cluster.local';
		ingress('yes', 'yes.example.com/*=who:80', `auth-url=${gate}/yes`, 'auth-response-headers=X-User');
		ingress('ask', 'ask.example.com/*=who:80', `auth-url=${gate}/ask`);
		ingress('sign', 'sign.example.com/*=who:80', `auth-url=${gate}/ask`, 'auth-signin=http://login.example.com/start');
		ingress('no', 'no.example.com/*=who:80', `auth-url=${gate}/no`);
		ingress('lost', 'lost.example.com/*=who:80', 'auth-url=http://nobody.default.svc.cluster.local/');
		run('sleep 8');
		expect(body('yes.example.com', '/')).toContain('X-User: alice');
		expect(curl('ask.example.com', '/')).toBe('401');
		expect(curl('sign.example.com', '/a?b=1')).toBe(
			'302 http://login.example.com/start?rd=http://sign.example.com%2Fa%3Fb%3D1',
		);
		expect(curl('no.example.com', '/')).toBe('403');
		expect(curl('lost.example.com', '/')).toBe('500');
	});

	test('a default backend of its own, for Services without endpoints and for errors; www and without', () => {
		ingress('standin', 'standin.example.com/*=empty:80', 'default-backend=who');
		ingress('errors', 'errors.example.com/*=web:80', 'default-backend=who', 'custom-http-errors=404,503');
		ingress('www', 'www.example.com/*=web:80', 'from-to-www-redirect=true');
		run('sleep 8');
		expect(body('standin.example.com', '/')).toContain('Hostname: who-');
		expect(curl('errors.example.com', '/')).toBe('200');
		expect(body('errors.example.com', '/none', "-w '%{http_code}'")).toMatch(/X-Code: 404\s[\s\S]*404$/);
		expect(curl('example.com', '/a')).toBe('308 http://www.example.com/a');
	});

	test('an Ingress of another class is not its business', () => {
		run("kubectl create ingress foreign --class=other --rule='f.example.com/*=web:80'; sleep 5");
		expect(curl('f.example.com', '/')).toBe('404');
	});
});
