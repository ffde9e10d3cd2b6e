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

const PROXY = `{"spec":{"containers":[{"name":"p","image":"nginx:1.27","volumeMounts":[{"name":"c","mountPath":"/etc/nginx/conf.d"},{"name":"t","mountPath":"/etc/nginx/tls"}]}],"volumes":[{"name":"c","configMap":{"name":"c"}},{"name":"t","secret":{"secretName":"t"}}]}}`;

test('nginx: clients that must prove who they are, upstreams that must, and those that cannot', () => {
	const { stdout } = newWorld('nginx-mtls').runScript({
		name: 'x.sh',
		script: `exec 2>&1
openssl req -x509 -nodes -newkey rsa:2048 -keyout ca.key -out ca.crt -subj /CN=ca -days 30 2>/dev/null
openssl req -x509 -nodes -newkey rsa:2048 -keyout odd.key -out odd.crt -subj /CN=odd -days 30 2>/dev/null
openssl req -new -nodes -newkey rsa:2048 -keyout k.key -out k.csr -subj /O=shop/CN=web 2>/dev/null
echo subjectAltName=DNS:api > ext; openssl x509 -req -in k.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile ext -out k.crt 2>/dev/null
kubectl create secret generic t --from-file=ca.crt --from-file=k.crt --from-file=k.key --from-file=odd.crt --from-file=odd.key >/dev/null
server() { echo "server { listen $1 ssl; ssl_certificate tls/k.crt; ssl_certificate_key tls/k.key; $2 location / { return 200 '\\$ssl_client_verify \\$ssl_client_s_dn\\n'; } }"; }
proxy() { echo "location /$1 { proxy_pass https://127.0.0.1:$2/; $3 }"; }
OWN='proxy_ssl_certificate tls/k.crt; proxy_ssl_certificate_key tls/k.key;' CA='proxy_ssl_trusted_certificate tls/ca.crt; proxy_ssl_verify on;'
{ server 443 'ssl_client_certificate tls/ca.crt; ssl_verify_client on;'; server 444 'ssl_client_certificate tls/ca.crt; ssl_verify_client optional;'
echo 'server { listen 80;'; proxy good 443 "$OWN $CA proxy_ssl_name api;"; proxy bare 443 ''; proxy wrong 443 "$OWN $CA"
proxy unknown 443 "$OWN proxy_ssl_trusted_certificate tls/odd.crt; proxy_ssl_verify on;"; proxy plain 80 ''; echo '}'; } > d.conf
kubectl create cm c --from-file=d.conf >/dev/null; kubectl run p --image=nginx --overrides='${PROXY}' >/dev/null; sleep 4; IP=$(kubectl get pod p -o jsonpath={.status.podIP})
curl -sk https://$IP | sed -n 2p; curl -sk --cert odd.crt --key odd.key https://$IP | sed -n 2p; curl -sk --cert k.crt --key k.key https://$IP; curl -sk https://$IP:444
for path in good bare wrong unknown plain; do curl -s http://$IP/$path | sed -n '1p;2p' | grep -v '^<html>'; done
kubectl logs p | grep -o ' upstream SSL.*to upstream\\|SSL_do.*to upstream'
bad() { kubectl delete cm c --now >/dev/null; kubectl create cm c --from-literal=d.conf="$1" >/dev/null; kubectl delete pod p --now >/dev/null; kubectl run p --image=nginx --overrides='${PROXY}' >/dev/null; sleep 4; kubectl logs p | tail -1; }
bad "$(server 443 'ssl_verify_client on;')"; bad "$(server 443 'ssl_verify_client on; ssl_client_certificate tls/no.crt;')"
bad "server { location / { proxy_pass https://127.0.0.1; proxy_ssl_verify on; } }"`,
	});
	expect(stdout).toBe(`<head><title>400 No required SSL certificate was sent</title></head>\r
<head><title>400 The SSL certificate error</title></head>\r
SUCCESS CN=web,O=shop
NONE 
SUCCESS CN=web,O=shop
<head><title>400 No required SSL certificate was sent</title></head>\r
<head><title>502 Bad Gateway</title></head>\r
<head><title>502 Bad Gateway</title></head>\r
<head><title>502 Bad Gateway</title></head>\r
 upstream SSL certificate does not match "127.0.0.1" while SSL handshaking to upstream
 upstream SSL certificate verify error: (21:unable to verify the first certificate) while SSL handshaking to upstream
SSL_do_handshake() failed (SSL: error:0A00010B:SSL routines::wrong version number) while SSL handshaking to upstream
nginx: [emerg] no ssl_client_certificate or ssl_trusted_certificate for ssl_verify_client
nginx: [emerg] SSL_CTX_load_verify_locations("/etc/nginx/tls/no.crt") failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/nginx/tls/no.crt, r) error:10000080:BIO routines::no such file error:05880002:x509 certificate routines::system lib)
nginx: [emerg] no proxy_ssl_trusted_certificate for proxy_ssl_verify
`);
});
