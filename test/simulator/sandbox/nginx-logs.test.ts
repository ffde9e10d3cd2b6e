import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const world = newWorld('nginx-logs');
const printed = (script: string): string => world.runScript({ name: 's.sh', script: `exec 2>&1\n${script}` }).stdout;

const POD = `kubectl create configmap site --from-literal=default.conf='log_format tight escape=json "$remote_user|$status|$uri";
server { listen 80; access_log /var/log/nginx/access.log tight; location = /quiet { access_log off; return 204; } location / { return 200 "ok"; } }' >/dev/null
kubectl apply -f - <<'Y' >/dev/null
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - {name: web, image: 'nginx:1.27', volumeMounts: [{name: logs, mountPath: /var/log/nginx}, {name: site, mountPath: /etc/nginx/conf.d}]}
    - {name: tail, image: 'busybox:1.36', command: [sh, -c, 'tail -n +1 -F /logs/access.log'], volumeMounts: [{name: logs, mountPath: /logs}]}
  volumes: [{name: logs, emptyDir: {}}, {name: site, configMap: {name: site}}]
Y
kubectl wait --for=condition=Ready pod/web >/dev/null; sleep 1`;

test('nginx writes its logs to the files that its configuration names', () => {
	expect(
		printed(`${POD}
ip=$(kubectl get pod web -o jsonpath='{.status.podIP}'); for p in a quiet b; do curl -s -o /dev/null $ip/$p; done; sleep 1
kubectl logs web -c tail; kubectl logs web -c web | grep -c GET; kubectl exec web -c web -- grep -c 'start worker process ' /var/log/nginx/error.log`),
	).toBe('-|200|/a\n-|200|/b\n0\n2\n');
});

test("Ubuntu's nginx comes with a unit that serves, on the address that it is told", () => {
	expect(
		printed(`apt-get install -y nginx &> /dev/null; systemctl is-active nginx; systemctl is-enabled nginx; curl -s localhost | grep title
tail -1 /var/log/nginx/access.log | cut -d'"' -f2; nginx -v
sed -i 's/listen 80 default_server/listen 127.0.0.1:8088 default_server/' /etc/nginx/sites-available/default; systemctl restart nginx
ss -lntp | awk '/nginx/ { print $4 }'; ssh node01 curl -s -m 2 controlplane:8088; echo $?
systemctl reload nginx; systemctl disable --now nginx; ss -lntp | grep -c nginx; systemctl start nginx; apt-get remove -y nginx >/dev/null
which nginx; systemctl status nginx; pgrep nginx; ls /etc/nginx/nginx.conf`),
	).toBe(`active
enabled
<title>Welcome to nginx!</title>
GET / HTTP/1.1
nginx version: nginx/1.24.0
127.0.0.1:8088
7
Removed "/etc/systemd/system/multi-user.target.wants/nginx.service".
0
Unit nginx.service could not be found.
/etc/nginx/nginx.conf
`);
});
