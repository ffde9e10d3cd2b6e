import { expect, test } from 'vitest';
import { nodeHostCalls } from '../../../simulator/cli/host-calls.ts';
import { DEFAULT_PRESET, PresetImages, SimulatedWorld } from '../../../simulator/sandbox/index.ts';

/** The words and headers of busybox 1.36's networking/httpd.c. */
test('busybox httpd serves a folder, in the foreground and behind', () => {
	const world = new SimulatedWorld({ preset: DEFAULT_PRESET, seed: 'httpd' }, new PresetImages(nodeHostCalls));
	const run = (script: string) => world.runScript({ name: 'httpd.sh', script }).stdout;
	run(`kubectl run web --image=busybox:1.36 -- sh -c 'mkdir -p /www/sub; echo hello > /www/index.html; httpd -fv -p 8080 -h /www'
kubectl run behind --image=busybox:1.36 -- sh -c 'mkdir /w; echo behind > /w/a.css; httpd -h /w; sleep 1000'
kubectl run none --image=alpine:3.20 -- sleep 1000
kubectl wait --for=condition=Ready pod --all --timeout=60s`);
	const at = (pod: string) => `$(kubectl get pod ${pod} -o jsonpath='{.status.podIP}')`;
	expect(run(`curl -si ${at('web')}:8080/ | grep -v -e ^Date -e ^Last -e ^ETag | tr -d '\\r'`)).toBe(
		'HTTP/1.1 200 OK\nConnection: close\nContent-type: text/html\nAccept-Ranges: bytes\nContent-Length: 6\n\nhello\n',
	);
	expect(
		run(`for path in /nope /sub /sub/ /%2e%2e/etc/passwd; do curl -s -o /dev/null --path-as-is -w '%{http_code} ' ${at('web')}:8080$path; done
curl -s -X POST -d x -o /dev/null -w '%{http_code} ' ${at('web')}:8080/
curl -s -w '%{content_type}' ${at('behind')}/a.css`),
	).toBe('404 302 404 400 501 behind\ntext/css');
	expect(run('kubectl logs web | cut -d" " -f2')).toBe(
		['200', '404', '302', '404', '400', '501'].map((status) => `response:${status}\n`).join(''),
	);
	expect(
		run(`kubectl exec web -- busybox httpd -f -p 8080 2>&1; kubectl exec web -- httpd -h /x 2>&1
kubectl exec none -- httpd -f 2>&1 | head -1 | grep -c 'not found'`),
	).toBe(
		"httpd: bind: Address already in use\ncommand terminated with exit code 1\nhttpd: can't change directory to '/x': No such file or directory\ncommand terminated with exit code 1\n1\n",
	);
});
