import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const INSTALL = `helm repo add traefik https://traefik.github.io/charts > /dev/null
helm install traefik traefik/traefik -n traefik --create-namespace > /dev/null
kubectl -n traefik rollout status deploy/traefik --timeout=60s > /dev/null
for app in nginx:1.27 traefik/whoami; do name=$(basename \${app%:*}); kubectl create deployment $name --image=$app; kubectl expose deployment $name --port=80; done > /dev/null
kubectl create ingress one --class=traefik --rule='web.example.com/*=nginx:80' --rule='web.example.com/who*=whoami:80' --rule='*.wild.example.com/exact=whoami:80' > /dev/null
kubectl create ingress other --class=nginx --rule='other.example.com/*=nginx:80' > /dev/null
openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -subj /CN=safe.example.com -days 10 2> /dev/null; kubectl create secret tls safe --cert=c --key=k > /dev/null
kubectl create ingress safe --class=traefik --rule='safe.example.com/*=whoami:80,tls=safe' > /dev/null
kubectl rollout status deploy/nginx > /dev/null; kubectl rollout status deploy/whoami > /dev/null; sleep 5
port() { kubectl -n traefik get svc traefik -o jsonpath="{.spec.ports[$1].nodePort}"; }
P=$(port 0); S=$(port 1)
at() { curl -s -o /dev/null -w '%{http_code}\\n' -H "Host: $1" 172.30.1.2:$P$2; }
`;

const ASK = `curl -s -H 'Host: web.example.com' 172.30.1.2:$P | grep -o 'Welcome to nginx' | uniq
curl -s -H 'Host: web.example.com' 172.30.1.2:$P/who | grep -E '^(GET|X-F)' | sed 's/traefik-.*/POD/'
curl -si -H 'Host: nobody.example.com' 172.30.1.2:$P | grep -v '^Date'
at a.wild.example.com /exact; at a.wild.example.com /exactly; at a.b.wild.example.com /exact; at other.example.com; at safe.example.com
curl -sk --resolve safe.example.com:$S:172.30.1.2 https://safe.example.com:$S/ | grep X-Forwarded-Proto
for h in safe web; do curl -skv --resolve $h.example.com:$S:172.30.1.2 https://$h.example.com:$S/ 2>&1 | grep -o 'subject:.*'; done
kubectl scale deploy nginx --replicas=0 > /dev/null; sleep 5; curl -s -H 'Host: web.example.com' 172.30.1.2:$P; at web.example.com /who
kubectl delete svc whoami > /dev/null; sleep 5; at web.example.com /who; at a.wild.example.com /exact
kubectl -n traefik logs deploy/traefik | cut -d' ' -f2- | tail -n 1`;

test('Traefik routes the Ingresses of its class', () => {
	const { stdout } = newWorld('traefik').runScript({ name: 's.sh', script: INSTALL + ASK, limitMs: 600_000 });
	expect(stdout.replaceAll('\r', '')).toBe(`Welcome to nginx
GET /who HTTP/1.1
X-Forwarded-For: 172.30.1.2
X-Forwarded-Host: web.example.com
X-Forwarded-Port: 80
X-Forwarded-Proto: http
X-Forwarded-Server: POD
HTTP/1.1 404 Not Found
Content-Type: text/plain; charset=utf-8
X-Content-Type-Options: nosniff
Content-Length: 19

404 page not found
200
404
404
404
404
X-Forwarded-Proto: https
subject: CN=safe.example.com
subject: CN=TRAEFIK DEFAULT CERT
no available server
200
503
404
ERR Cannot create service error="service not found" namespace=default providerName=kubernetes serviceName=whoami servicePort="&ServiceBackendPort{Name:,Number:80,}"
`);
});
