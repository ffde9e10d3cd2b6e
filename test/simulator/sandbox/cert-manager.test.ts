import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const AUTHORITY = `apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: selfsigned}
spec: {selfSigned: {}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: root, namespace: cert-manager}
spec: {isCA: true, commonName: root, secretName: root-secret, issuerRef: {name: selfsigned, kind: ClusterIssuer}}
---
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata: {name: ca}
spec: {ca: {secretName: root-secret}}
`;
const certificate = (name: string, issuer: string, more: string): string => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: ${name}}
spec: {secretName: ${name}-tls, issuerRef: {name: ${issuer}, kind: ClusterIssuer}${more}}
`;

test('cert-manager: issuers of both kinds, certificates in Secrets, what is refused and what waits, an Ingress that names an issuer', () => {
	const world = newWorld('cert-manager');
	const run = (script: string): string => world.runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
	const apply = (yaml: string, to = ''): string => `kubectl apply -f - <<'X'${to}\n${yaml}X`;
	expect(
		run(`kubectl apply -f https://github.com/cert-manager/cert-manager/releases/download/v1.16.2/cert-manager.yaml >/dev/null
kubectl -n cert-manager wait --for=condition=Available deploy --all --timeout=120s
${apply(AUTHORITY, ' >/dev/null')}
${apply(certificate('web', 'ca', ', dnsNames: [web.example.com]'))}
${apply(certificate('lost', 'nobody', ', commonName: x'), ' >/dev/null')}
${apply(certificate('bad', 'ca', ''))}
sleep 5; kubectl get clusterissuers -o wide --no-headers | awk '{print $1, $2, $3, $4}'
kubectl get certificates -A --no-headers | awk '{print $1, $2, $3, $4}'
kubectl get certificaterequest lost-1 -o jsonpath='{.status.conditions[?(@.type=="Ready")].message}{"\\n"}'
kubectl get secret web-tls -o jsonpath='{.data.tls\\.crt}' | base64 -d > web.crt; kubectl get secret web-tls -o jsonpath='{.data.ca\\.crt}' | base64 -d > ca.crt
openssl verify -CAfile ca.crt web.crt; openssl x509 -in web.crt -noout -issuer -enddate -ext subjectAltName
kubectl get events --field-selector involvedObject.name=web -o custom-columns=R:.reason,S:.source.component --no-headers
kubectl delete secret web-tls >/dev/null; sleep 3; kubectl get certificaterequest -o name
kubectl create ingress shop --rule='shop.example.com/*=shop:80,tls=shop-tls' --annotation cert-manager.io/cluster-issuer=ca >/dev/null; sleep 3
kubectl get certificate shop-tls --no-headers | awk '{print $2}'`),
	).toBe(`deployment.apps/cert-manager condition met
deployment.apps/cert-manager-cainjector condition met
deployment.apps/cert-manager-webhook condition met
certificate.cert-manager.io/web created
Error from server (NotAcceptable): error when creating "STDIN": admission webhook "webhook.cert-manager.io" denied the request: spec: Invalid value: "": at least one of commonName (from the commonName field or from a literalSubject), dnsNames, uriSANs, ipAddresses, emailSANs or otherNames must be set
ca True Signing CA
selfsigned True 5s 
cert-manager root True root-secret
default lost False lost-tls
default web True web-tls
Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "nobody" not found
web.crt: OK
issuer=CN = root
notAfter=May 31 09:00:57 2026 GMT
X509v3 Subject Alternative Name: 
    DNS:web.example.com
Issuing     cert-manager-certificates-trigger
Generated   cert-manager-certificates-key-manager
Requested   cert-manager-certificates-request-manager
Issuing     cert-manager-certificates-issuing
certificaterequest.cert-manager.io/lost-1
certificaterequest.cert-manager.io/web-1
certificaterequest.cert-manager.io/web-2
True
`);
});

test('cert-manager by helm', () => {
	const world = newWorld('cert-manager-helm');
	expect(
		world.runScript({
			name: 'x.sh',
			script: `exec 2>&1
helm repo add jetstack https://charts.jetstack.io
helm install cert-manager jetstack/cert-manager -n cert-manager --create-namespace --version v1.16.2 --set crds.enabled=true | sed -n '1p;3,5p'
kubectl -n cert-manager wait --for=condition=Available deploy --all --timeout=120s; kubectl get crd -o name | grep -c cert-manager`,
		}).stdout,
	).toBe(`"jetstack" has been added to your repositories
NAME: cert-manager
NAMESPACE: cert-manager
STATUS: deployed
REVISION: 1
deployment.apps/cert-manager condition met
deployment.apps/cert-manager-cainjector condition met
deployment.apps/cert-manager-webhook condition met
6
`);
});

test('cert-manager in another namespace: its webhook works, and ClusterIssuers have their Secrets there', () => {
	const world = newWorld('cert-manager');
	const script = `exec 2>&1
helm repo add jetstack https://charts.jetstack.io > /dev/null
helm install cert-manager jetstack/cert-manager -n pki --create-namespace --set crds.enabled=true --wait > /dev/null
${AUTHORITY.split('---')
	.map(
		(each) => `kubectl apply -f - > /dev/null <<'X'\n${each.replace('namespace: cert-manager', 'namespace: pki')}\nX`,
	)
	.join('\n')}
kubectl apply -f - > /dev/null <<'X'
${certificate('web', 'ca', ', dnsNames: [web.example.com]')}X
sleep 10; kubectl get certificates -A --no-headers | awk '{print $1, $2, $3}'`;
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe('default web True\npki root True\n');
});

test('cert-manager by helm: its values say how many Pods there are and how long the webhook may take', () => {
	const world = newWorld('cert-manager');
	const script = `helm repo add jetstack https://charts.jetstack.io > /dev/null
helm install cert-manager jetstack/cert-manager -n cert-manager --create-namespace --set crds.enabled=true,replicaCount=2,webhook.replicaCount=3,webhook.timeoutSeconds=12 --wait > /dev/null
kubectl get deployments -n cert-manager --no-headers | awk '{print $1, $2}'
kubectl get validatingwebhookconfiguration cert-manager-webhook -o jsonpath='{.webhooks[*].timeoutSeconds}'`;
	expect(world.runScript({ name: 'x.sh', script }).stdout).toBe(
		'cert-manager 2/2\ncert-manager-cainjector 1/1\ncert-manager-webhook 3/3\n12',
	);
});
