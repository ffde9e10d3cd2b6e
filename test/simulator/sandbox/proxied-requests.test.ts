import { describe, expect, test } from 'vitest';
import { newWorld, TestTerminal } from './world-bench.ts';

function begin(): (line: string) => string {
	const terminal = new TestTerminal(newWorld('proxied-requests'));
	return (line) => terminal.run(line);
}

const SERVICES = '/api/v1/namespaces/default/services';

describe('requests that the API server hands on', () => {
	test('to a Service, to a Pod, to nobody', () => {
		const run = begin();
		run('kubectl create deployment web --image=nginx; kubectl expose deployment web --port=80');
		run('kubectl create service clusterip lonely --tcp=80; sleep 20');
		expect(run(`kubectl get --raw ${SERVICES}/web:80/proxy/ | head -n 4`)).toBe(
			'<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n[0]',
		);
		expect(run(`kubectl get --raw ${SERVICES}/lonely:80/proxy/`)).toBe(
			'Error from server (ServiceUnavailable): no endpoints available for service "lonely"\n[1]',
		);
		expect(run(`kubectl get --raw ${SERVICES}/https:web:80/proxy/`)).toBe(
			'Error from server (ServiceUnavailable): error trying to reach service: http: server gave HTTP response to HTTPS client\n[1]',
		);
		run('kubectl scale deployment web --replicas=0; kubectl run box --image=busybox:1.36 -- sleep 10000; sleep 40');
		expect(run('kubectl get --raw /api/v1/namespaces/default/pods/box:8080/proxy/ 2>&1 | sed "s/192[0-9.]*/IP/"')).toBe(
			'Error from server (ServiceUnavailable): error trying to reach service: dial tcp IP:8080: connect: connection refused\n[0]',
		);
		expect(run(`kubectl get --raw ${SERVICES}/web/proxy/ --as=joe`)).toBe(
			'Error from server (Forbidden): services "web" is forbidden: User "joe" cannot get resource "services/proxy" in API group "" in the namespace "default"\n[1]',
		);
	});

	test('a page that is asked for without its slash is elsewhere, and its links lead through the proxy', () => {
		const run = begin();
		run(
			`kubectl create configmap page --from-literal=index.html='<a href="/next">x</a> <a href="http://nginx.org/">y</a>'`,
		);
		run(
			`kubectl run web --image=nginx --port=80 --overrides='{"spec":{"volumes":[{"name":"v","configMap":{"name":"page"}}],"containers":[{"name":"web","image":"nginx","ports":[{"containerPort":80}],"volumeMounts":[{"name":"v","mountPath":"/usr/share/nginx/html"}]}]}}'; sleep 20`,
		);
		run('kubectl proxy > /dev/null & sleep 1');
		const path = '/api/v1/namespaces/default/pods/web/proxy';
		expect(run(`curl -s -o /dev/null -w '%{http_code} %{redirect_url}\\n' localhost:8001${path}`)).toBe(
			`301 http://localhost:8001${path}/\n[0]`,
		);
		expect(run(`curl -sL localhost:8001${path}`)).toBe(
			`<a href="${path}/next">x</a> <a href="http://nginx.org/">y</a>[0]`,
		);
	});
});

test('the API server counts requests over the wire', () => {
	const run = begin();
	run('kubectl create configmap a; kubectl create configmap a; kubectl get configmap a');
	expect(run("kubectl get --raw /metrics | grep '^apiserver_request_total.*configmaps' | cat")).toBe(
		[
			'apiserver_request_total{code="201",component="apiserver",dry_run="",group="",resource="configmaps",scope="namespace",subresource="",verb="POST",version="v1"} 1',
			'apiserver_request_total{code="409",component="apiserver",dry_run="",group="",resource="configmaps",scope="namespace",subresource="",verb="POST",version="v1"} 1',
			'apiserver_request_total{code="200",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="GET",version="v1"} 1',
			'[0]',
		].join('\n'),
	);
});

test('kubectl proxy hands on, refuses and serves files', () => {
	const run = begin();
	run('mkdir -p /tmp/www; echo hello > /tmp/www/a.txt');
	run('kubectl proxy --port=8011 --www=/tmp/www --api-prefix=/k8s > /tmp/log & sleep 1');
	expect(run('cat /tmp/log')).toBe('Starting to serve on 127.0.0.1:8011\n[0]');
	expect(run('curl -s localhost:8011/k8s/api/v1/namespaces/default | head -n 2')).toBe(
		'{\n  "kind": "Namespace",\n[0]',
	);
	expect(run('curl -s localhost:8011/static/a.txt')).toBe('hello\n[0]');
	expect(run('curl -s localhost:8011/api')).toBe('404 page not found\n[0]');
	expect(run("curl -s -H 'Host: evil.example' localhost:8011/k8s/api")).toBe('Forbidden\n[0]');
	expect(run('curl -s -X POST localhost:8011/k8s/api/v1/namespaces/default/pods/x/exec')).toBe('Forbidden\n[0]');
	expect(run('kubectl proxy --port=8011')).toBe('error: listen tcp 127.0.0.1:8011: bind: address already in use\n[1]');
	run(
		"timeout 5 curl -sN 'localhost:8011/k8s/api/v1/configmaps?watch=1&fieldSelector=metadata.name=new' > /tmp/events & sleep 1; kubectl create configmap new; sleep 1",
	);
	expect(run('cut -c1-50 /tmp/events')).toBe('{"type":"ADDED","object":{"kind":"ConfigMap","apiV\n[0]');
});
