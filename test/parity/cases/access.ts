import type { ParityGroup } from '../group.ts';

// openssl req -new -subj /O=dev/CN=jane
const REQUEST =
	'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1lqQ0NBVW9DQVFBd0hURU1NQW9HQTFVRUNnd0RaR1YyTVEwd0N3WURWUVFEREFScVlXNWxNSUlCSWpBTgpCZ2txaGtpRzl3MEJBUUVGQUFPQ0FROEFNSUlCQ2dLQ0FRRUEwSjJpQUM0dEt3ZnNXaTVWVHE0dEJVcXpYS1J6ClVvcDA4cDFWSE5weEgwcytBK3ArdmpYRis1TXhLdm9EdXIvcW9zeFZNOUtneS9nV3pMUDQ2ZkdIaERiR1RqUXYKUUlnMXpQdXdOaUpmSkJUN25QVjBxTS9JeGEyWTJNbUdRR3RCRFNzOWJWaG1wTU4yRTViSkE1bmdXS05kWnhpUApLdFBjWHNLZlFROGxQMzJWbW5wK1lWSDlkd2lsT1R1SVVocG1ld1FUWUFmY0VoUFVrdmtqNzdZUzcrTzY0Q2RFClg5cmRDR244L1R2WnVRTUlBRTZwSmpxcHJQRHFNbi9IRUk4TFRIcHNzRGtjeFgwQStaYm5ZOGxUQnRVWW9wV0QKZWorVVMvb09MSk11N3hDY2VHbWdPakZvSTVqUmNxSDBhanRldTcxUW5iazNjVVNaKytTQ1hDOU55UUlEQVFBQgpvQUF3RFFZSktvWklodmNOQVFFTEJRQURnZ0VCQUVYVU5SczB1R09XRlhTYVVQdjBlb1Fva0ZqcWViaEgySkcrCmUvSUphSjlZTHFCL2R4b204b090ZTdLaHdkT3g1b0Y3Nk1lUUlDUTJOS3JoQXhnTCtQWE1XdmxBMmE2b2s1dmUKRG8wU25mL2J6QkYrTzdGYTVPZzQwZUxnUktJU3RlWlhsMDRDZXYrS2o4VUZJZ3VqTERNL04vL0poSnZhT2JqUwpBcGpXekJxeWRIRkI0OG5Bd2pTRzZzTE91YkZuN0dTQUxxclBleUlRaGRKODE1VFV4R3o4VldBanBuaCtyUHN1CjQ0R3BBNWJxUWVITmhKTm1FZlNoUndheUdhVVV2MGx2L0Jhcm9zQStSdSttYjFqME1hVXFUcmpGTWIrVUdUc00KMkhxbnRqbURhUmVXaVVwK0VYNWdHSjkwbU0rZVhFWkFvSGl0RlZNcHBhNkFPTlRZb1JzPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

const csr = (name: string, spec: string): string => `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  name: ${name}
spec:
${spec}
`;

const POLICY = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: default
rules:
- apiGroups: [""]
  resources: [pods, configmaps]
  verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: default
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: reader
subjects:
- kind: Group
  name: readers
  apiGroup: rbac.authorization.k8s.io
`;

const SETUP = `
kubectl create namespace dev
kubectl create serviceaccount app -n dev
kubectl create configmap settings --from-literal=a=b
kubectl create secret generic token --from-literal=a=b
kubectl create rolebinding lead --clusterrole=admin --user=lead -n dev
kubectl create rolebinding app --clusterrole=view --serviceaccount=dev:app -n dev
kubectl create clusterrole one-secret --verb=get --resource=secrets --resource-name=token
kubectl create clusterrolebinding one-secret --clusterrole=one-secret --user=jane
kubectl create clusterrole urls --verb=get --non-resource-url=/metrics,/logs/*
kubectl create clusterrolebinding urls --clusterrole=urls --user=jane
kubectl create rolebinding lost --role=gone --user=lost
`;

/** Who may do what, and what those hear who may not. */
export const ACCESS_GROUPS: readonly ParityGroup[] = [
	{
		name: 'access: refusals',
		files: { 'policy.yaml': POLICY },
		setup: SETUP,
		commands: [
			'kubectl get pods --as=eve',
			'kubectl get pods -A --as=eve',
			'kubectl get pod web --as=eve',
			'kubectl get nodes --as=lead',
			'kubectl get pods -n dev --as=lead',
			'kubectl delete namespace dev --as=lead',
			'kubectl create deployment web --image=nginx --as=eve',
			'kubectl create deployment web --image=nginx -n dev --as=lead',
			'kubectl scale deployment web --replicas=2 -n dev --as=eve',
			'kubectl scale deployment web --replicas=2 -n dev --as=lead',
			'kubectl logs web --as=eve',
			'kubectl exec web --as=eve -- date',
			'kubectl label namespace dev a=b --as=lead',
			'kubectl apply -f policy.yaml --as=eve',
			'kubectl get secret token --as=jane',
			'kubectl get secret other --as=jane',
			'kubectl get secrets --as=jane',
			'kubectl get --raw /metrics --as=eve',
			'kubectl get --raw /logs/x --as=eve',
			'kubectl get pods --as=lost',
			'kubectl describe secret token --as=eve',
			'kubectl cordon node01 --as=eve',
			'kubectl drain node01 --ignore-daemonsets --as=eve',
			'kubectl create token app -n dev --as=eve',
			'kubectl get configmaps -n dev --as=system:serviceaccount:dev:app',
			'kubectl get secrets -n dev --as=system:serviceaccount:dev:app',
			'kubectl get secret token --as=system:node:node01 --as-group=system:nodes',
			'kubectl get node node02 --as=system:node:node01 --as-group=system:nodes',
			'kubectl get pods -A --as=system:node:node01 --as-group=system:nodes',
			'kubectl label node node01 node-restriction.kubernetes.io/a=b --as=system:node:node01 --as-group=system:nodes',
			'kubectl label node node01 mine=1 --as=system:node:node01 --as-group=system:nodes',
			'kubectl get pods --as-group=ops',
			'kubectl auth whoami --as=jane --as-group=dev --as-group=ops --as-uid=7',
			'kubectl auth whoami --as=jane --as-group=system:unauthenticated',
			'kubectl auth whoami --as=system:serviceaccount:dev:app',
			'kubectl auth whoami --as=system:anonymous',
		],
	},
	{
		name: 'access: giving rights',
		files: { 'policy.yaml': POLICY },
		setup: SETUP,
		commands: [
			'kubectl auth reconcile -f policy.yaml',
			'kubectl auth reconcile -f policy.yaml',
			'kubectl create role a --verb=get,list --resource=pods -n dev --as=lead',
			'kubectl create role b --verb=get --resource=pods,nodes -n dev --as=lead',
			'kubectl create role c --verb=* --resource=secrets,pods/exec -n dev --as=lead',
			'kubectl create rolebinding d --clusterrole=edit --user=eve -n dev --as=lead',
			'kubectl create rolebinding e --clusterrole=cluster-admin --user=lead -n dev --as=lead',
			'kubectl create rolebinding f --role=none --user=eve -n dev --as=lead',
			'kubectl create clusterrole g --verb=get --resource=nodes --as=lead',
			'kubectl create clusterrolebinding h --clusterrole=view --user=eve --as=lead',
			`kubectl patch role a -n dev --type=json -p '[{"op":"add","path":"/rules/0/resources/-","value":"nodes"}]' --as=lead`,
			`kubectl patch rolebinding d -n dev -p '{"roleRef":{"name":"admin"}}'`,
			'kubectl auth can-i create pods -n dev --as=lead',
			'kubectl auth can-i create pods --as=lead',
			'kubectl auth can-i get secrets/token --as=jane',
			'kubectl auth can-i get secrets --as=jane',
			'kubectl auth can-i get pods --subresource=log -n dev --as=system:serviceaccount:dev:app',
			'kubectl auth can-i get /logs/today --as=jane',
			'kubectl auth can-i get /metrics --as=eve',
			'kubectl auth can-i get pods --as=lost',
			'kubectl auth can-i fly pods',
			'kubectl auth can-i get flies',
			'kubectl auth can-i list nodes',
			"kubectl auth can-i '*' '*'",
			'kubectl auth can-i --list --as=eve',
			'kubectl auth can-i --list -n dev --as=system:serviceaccount:dev:app',
			'kubectl auth can-i --list --as=system:node:node01 --as-group=system:nodes',
			'kubectl describe clusterrole system:node',
			'kubectl describe clusterrole edit',
			'kubectl get clusterroles',
			'kubectl get clusterrolebindings -o wide',
			'kubectl get roles,rolebindings -A -o wide',
			'kubectl describe clusterrolebinding system:kube-scheduler',
		],
	},
	{
		name: 'access: certificates and tokens',
		files: {
			'jane.yaml': csr(
				'jane',
				`  request: ${REQUEST}\n  signerName: kubernetes.io/kube-apiserver-client\n  expirationSeconds: 86400\n  usages: [client auth]`,
			),
			'server.yaml': csr(
				'server',
				`  request: ${REQUEST}\n  signerName: kubernetes.io/kube-apiserver-client\n  usages: [server auth]`,
			),
			'bad.yaml': csr(
				'bad',
				'  request: YWJj\n  signerName: kubernetes.io/legacy-unknown\n  expirationSeconds: 5\n  usages: [flying]',
			),
		},
		setup: SETUP,
		commands: [
			'kubectl create -f jane.yaml',
			'kubectl create -f server.yaml',
			'kubectl create -f bad.yaml',
			'kubectl get csr',
			'kubectl certificate approve jane --as=eve',
			'kubectl certificate approve jane server',
			'kubectl get csr',
			'kubectl get csr jane -o jsonpath={.spec.username}',
			"kubectl get csr server -o jsonpath='{.status.conditions[*].message}'",
			'kubectl describe csr jane',
			'kubectl certificate deny jane',
			'kubectl certificate approve jane',
			'kubectl certificate approve nobody',
			'kubectl certificate approve',
			'kubectl create token app --duration=5m -n dev',
			'kubectl create token nobody -n dev',
			'kubectl create token app -n dev --bound-object-kind=Pod --bound-object-name=gone',
			'kubectl create token app -n dev --bound-object-kind=ConfigMap --bound-object-name=settings',
			'kubectl --token=garbage get pods',
			'kubectl delete csr jane server',
		],
	},
];
