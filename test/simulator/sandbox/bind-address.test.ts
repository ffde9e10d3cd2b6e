import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const SERVERS = `kubectl create configmap conf --from-literal=nginx.conf='server { listen 127.0.0.1:8080; location / { return 200 "nginx\\n"; } }' \\
  --from-literal=haproxy.cfg='frontend f
  bind 127.0.0.1:8080
  default_backend b
backend b
  server s 127.0.0.1:9999
' >/dev/null
kubectl apply -f - <<'Y' >/dev/null
apiVersion: v1
kind: Pod
metadata: {name: local}
spec:
  containers:
    - {name: echo, image: 'hashicorp/http-echo:1.0', args: [-listen=127.0.0.1:5678, -text=echo]}
    - {name: nginx, image: 'nginx:1.27', volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d/default.conf, subPath: nginx.conf}]}
    - {name: httpd, image: 'httpd:2.4', command: [sh, -c, 'sed -i "s/^Listen .*/Listen 127.0.0.1:8081/" conf/httpd.conf; exec httpd-foreground']}
    - {name: python, image: 'python:3.12', command: [python3, -m, http.server, '8082', --bind, 127.0.0.1]}
    - {name: cache, image: 'memcached:1.6', args: [-l, 127.0.0.1]}
    - {name: redis, image: 'redis:7', args: [--bind, 127.0.0.1]}
    - {name: mysql, image: 'mysql:8.4', args: [--bind-address=127.0.0.1], env: [{name: MYSQL_ROOT_PASSWORD, value: x}]}
    - {name: postgres, image: 'postgres:17', args: [-c, listen_addresses=localhost], env: [{name: POSTGRES_PASSWORD, value: x}]}
    - {name: shell, image: 'curlimages/curl', command: [sleep, '1000']}
  volumes: [{name: conf, configMap: {name: conf}}]
---
apiVersion: v1
kind: Pod
metadata: {name: open}
spec: {containers: [{name: echo, image: 'hashicorp/http-echo:1.0', args: [-listen=:5678, -text=open]}]}
Y
kubectl wait --for=condition=Ready pod --all >/dev/null; sleep 20`;

test('servers that are told an address are not reached at another', () => {
	const world = newWorld('bound');
	const script = `exec 2>&1; ${SERVERS}
ip=$(kubectl get pod local -o jsonpath='{.status.podIP}')
for port in 5678 8080 8081 8082 11211 6379 3306 5432; do
  kubectl exec local -c shell -- curl -s -m 2 -o /dev/null 127.0.0.1:$port >/dev/null 2>&1; [ $? -ne 7 ] && echo $port local
  curl -s -m 2 -o /dev/null $ip:$port; echo $port $?
done
curl -s $(kubectl get pod open -o jsonpath='{.status.podIP}'):5678`;
	const seen = [5678, 8080, 8081, 8082, 11211, 6379, 3306, 5432].map((port) => `${port} local\n${port} 7\n`).join('');
	expect(world.runScript({ name: 's.sh', script }).stdout).toBe(`${seen}open\n`);
});
