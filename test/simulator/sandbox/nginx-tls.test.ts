import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const POD = `{"spec":{"containers":[{"name":"p","image":"nginx","volumeMounts":[{"name":"c","mountPath":"/etc/nginx/nginx.conf","subPath":"nginx.conf"},{"name":"t","mountPath":"/etc/nginx/tls"}]}],"volumes":[{"name":"c","configMap":{"name":"c"}},{"name":"t","secret":{"secretName":"t"}}]}}`;

test('nginx: ports with TLS, the versions that it speaks, plain requests to them, certificates that are missing', () => {
	const { stdout } = newWorld('nginx-tls').runScript({
		name: 'x.sh',
		script: `exec 2>&1
openssl req -x509 -nodes -newkey rsa:2048 -keyout k.key -out k.crt -subj /CN=shop.local -days 30 2>/dev/null
kubectl create secret tls t --cert=k.crt --key=k.key >/dev/null
try() { kubectl delete pod p --now >/dev/null 2>&1; kubectl delete cm c >/dev/null 2>&1; kubectl create cm c --from-file=nginx.conf=$1 >/dev/null
kubectl run p --image=nginx --overrides='${POD}' >/dev/null; sleep 4; IP=$(kubectl get pod p -o jsonpath={.status.podIP}); }
printf 'events {}\\nhttp {\\n  server {\\n    listen 443 ssl;\\n    ssl_certificate /etc/nginx/tls/tls.crt;\\n    ssl_certificate_key /etc/nginx/tls/tls.key;\\n    ssl_protocols TLSv1.3;\\n    location / { return 200 "$scheme\\\\n"; }\\n  }\\n}\\n' > a.conf
try a.conf; curl -sk https://$IP; curl -sSk --tls-max 1.2 https://$IP; echo $?; curl -s http://$IP:443 | sed -n 2p
echo | openssl s_client -connect $IP:443 -tls1_2 2>&1 | grep -o 'tlsv1 alert.*'
sed 's/TLSv1.3/TLSv1.2 &/' a.conf > b.conf; try b.conf; curl -skv --tls-max 1.2 https://$IP 2>&1 | grep -o 'using TLSv[0-9.]*'
sed 's#tls/tls.crt#no.crt#' a.conf > c.conf; try c.conf; kubectl logs p | tail -1
sed '/ssl_certificate /d' a.conf > d.conf; try d.conf; kubectl logs p | tail -1`,
	});
	expect(stdout).toBe(`https
curl: (35) OpenSSL/3.0.13: error:0A00042E:SSL routines::tlsv1 alert protocol version
35
<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r
tlsv1 alert protocol version:../ssl/record/rec_layer_s3.c:1599:SSL alert number 70
using TLSv1.2
nginx: [emerg] cannot load certificate "/etc/nginx/no.crt": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/nginx/no.crt, r) error:10000080:BIO routines::no such file)
nginx: [emerg] no "ssl_certificate" is defined for the "listen ... ssl" directive in /etc/nginx/nginx.conf:4
`);
});
