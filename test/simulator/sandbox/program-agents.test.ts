import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const OBJECTS = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {storageClassName: local-path, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: user}
spec:
  containers: [{name: main, image: curlimages/curl, command: [sleep, "9999"], volumeMounts: [{name: data, mountPath: /data}]}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata: {name: own}
spec: {selfSigned: {}}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web}
spec: {secretName: web-tls, dnsNames: [web], issuerRef: {name: own}}
`;

test('what a program in a Pod writes carries that program as its manager', () => {
	const world = newWorld('program-agents');
	const run = (script: string): string => world.runScript({ name: 'x.sh', script: `exec 2>&1\n${script}` }).stdout;
	run(`kubectl create clusterrolebinding all --clusterrole=cluster-admin --serviceaccount=default:default
kubectl apply -f https://raw.githubusercontent.com/rancher/local-path-provisioner/v0.0.30/deploy/local-path-storage.yaml
kubectl apply -f https://github.com/cert-manager/cert-manager/releases/download/v1.16.2/cert-manager.yaml
kubectl -n cert-manager wait --for=condition=Available deploy --all --timeout=120s
kubectl apply -f - <<'X'\n${OBJECTS}X
kubectl wait --for=condition=Ready pod/user certificate/web --timeout=120s
kubectl exec user -- sh -c 'curl -sk -H "Authorization: Bearer $(cat /var/run/secrets/kubernetes.io/serviceaccount/token)" -H "Content-Type: application/json" https://kubernetes/api/v1/namespaces/default/configmaps -d "{\\"metadata\\":{\\"name\\":\\"posted\\"},\\"data\\":{\\"a\\":\\"b\\"}}"'`);
	const managers = '[.metadata.managedFields[].manager]|unique|join(" ")';
	expect(
		run(`for each in $(kubectl get pv -o name) configmap/posted certificate/web certificaterequest/web-1 secret/web-tls issuer/own; do
kubectl get $each -o json --show-managed-fields | jq -r '.kind + ": " + (${managers})'; done`),
	).toBe(`PersistentVolume: kube-controller-manager local-path-provisioner
ConfigMap: curl
Certificate: cert-manager-certificates-issuing cert-manager-certificates-trigger kubectl-client-side-apply
CertificateRequest: cert-manager-certificaterequests-approver cert-manager-certificaterequests-issuer-selfsigned cert-manager-certificates-request-manager
Secret: cert-manager-certificates-issuing
Issuer: cert-manager-issuers kubectl-client-side-apply
`);
});
