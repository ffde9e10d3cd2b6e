import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const pod = (name: string, extra = ''): string =>
	`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","labels":{"app":"${name.slice(0, 3)}"}},"spec":{${extra}"containers":[{"name":"c","image":"nginx:1.27","volumeMounts":[{"name":"c","mountPath":"/etc/nginx/conf.d"}]}],"volumes":[{"name":"c","configMap":{"name":"${name.slice(0, 3)}"}}]}}`;

test('nginx: all addresses of a name are asked in turn, $hostname is the machine’s', () => {
	const { stdout } = newWorld('nginx-names').runScript({
		name: 'x.sh',
		script: `exec 2>&1
{ kubectl create configmap app --from-literal=d.conf='server { listen 80; location / { return 200 "$hostname\\n"; } }'
kubectl create configmap web --from-literal=d.conf='server { listen 80; location / { proxy_pass http://app; } location /same/ { proxy_pass http://app:80/; } }'
kubectl create service clusterip app --clusterip=None --tcp=80
echo '${pod('app1')}${pod('app2')}' | kubectl apply -f -
kubectl wait --for=condition=Ready pod -l app=app --timeout=60s; sleep 5
echo '${pod('web')}' | kubectl apply -f -; kubectl wait --for=condition=Ready pod web --timeout=60s; } >/dev/null
IP=$(kubectl get pod web -o jsonpath={.status.podIP})
for path in / / / / /same/ /same/; do curl -s $IP$path; done | sort | uniq -c
kubectl delete pod app2 --now >/dev/null; for i in 1 2 3; do curl -s $IP; done | uniq -c`,
	});
	expect(stdout).toBe('      3 app1\n      3 app2\n      3 app1\n');
});

test('nginx: refuses options that it does not know or that lack their value', () => {
	const { stdout } = newWorld('nginx-options').runScript({
		name: 'x.sh',
		script: `exec 2>&1
run() { docker run --rm --entrypoint nginx nginx:1.27 "$@"; echo "status $?"; }
docker pull -q nginx:1.27
run -z; run nope; run -c; run -s nonsense; run -tq; run -qg 'daemon off;' -v`,
	});
	expect(stdout).toBe(`docker.io/library/nginx:1.27
nginx: invalid option: "z"
status 1
nginx: invalid option: "nope"
status 1
nginx: option "-c" requires file name
status 1
nginx: invalid option: "-s nonsense"
status 1
nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
nginx: configuration file /etc/nginx/nginx.conf test is successful
status 0
nginx version: nginx/1.27.5
status 0
`);
});
