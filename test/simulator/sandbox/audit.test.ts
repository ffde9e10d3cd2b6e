import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const EDIT = `edit() {
sed -i '/- kube-apiserver$/a\\    - --audit-policy-file=/etc/kubernetes/audit/policy.yaml\\n    - --audit-log-path=/var/log/kubernetes/audit.log' $M
sed -i '/^    volumeMounts:/a\\    - mountPath: /etc/kubernetes/audit\\n      name: audit\\n    - mountPath: /var/log/kubernetes\\n      name: log' $M
sed -i '/^  volumes:/a\\  - hostPath: {path: /etc/kubernetes/audit, type: DirectoryOrCreate}\\n    name: audit\\n  - hostPath: {path: /var/log/kubernetes, type: DirectoryOrCreate}\\n    name: log' $M
}
M=/etc/kubernetes/manifests/kube-apiserver.yaml
mkdir -p /etc/kubernetes/audit
policy() { { echo 'apiVersion: audit.k8s.io/v1'; echo 'kind: Policy'; cat; } > /etc/kubernetes/audit/policy.yaml; }
again() { mv $M /tmp/; sleep 3; mv /tmp/kube-apiserver.yaml $M; sleep 8; }
why() { crictl logs $(crictl ps -a --name kube-apiserver -q | head -1) 2>&1 | tail -1 | sed 's/.*run.go:[0-9]*. //'; }
`;

test('the API server tells of requests as its audit policy has it', () => {
	const world = newWorld('audit');
	const run = (script: string): string => world.runScript({ name: 's.sh', script: EDIT + script }).stdout;
	expect(run("printf 'rules: []\\n' | policy; edit; sleep 8; why")).toBe(
		'"command failed" err="loading audit policy file: loaded illegal policy with 0 rules: from file /etc/kubernetes/audit/policy.yaml"\n',
	);
	expect(run("printf 'rules:\\n- level: All\\n' | policy; again; why")).toBe(
		'"command failed" err="loading audit policy file: rules[0].level: Unsupported value: \\"All\\": supported values: \\"None\\", \\"Metadata\\", \\"Request\\", \\"RequestResponse\\": from file /etc/kubernetes/audit/policy.yaml"\n',
	);
	const told = run(`policy <<'POLICY'
omitStages: [RequestReceived]
rules:
- level: None
  users: ["system:kube-controller-manager"]
- level: Metadata
  resources:
  - resources: [secrets]
  namespaces: [prod]
- level: RequestResponse
  verbs: [create, delete]
  omitManagedFields: true
  resources:
  - resources: [configmaps]
  namespaces: [prod]
- level: Metadata
  nonResourceURLs: ["/version*"]
POLICY
again
kubectl create ns prod
kubectl -n prod create secret generic s --from-literal=a=b
kubectl -n prod get secret nosuch --as=jane
kubectl -n prod create cm c --from-literal=a=b
kubectl -n prod get cm c
kubectl create cm elsewhere
kubectl version >/dev/null
sleep 1
jq -c 'select(.user.username != "system:apiserver") | [.level, .stage, .verb, .requestURI, .user.username, .impersonatedUser.username, .sourceIPs[0], .objectRef.name, .responseStatus.code, .requestObject.data, .responseObject.metadata.managedFields, .annotations["authorization.k8s.io/decision"]]' /var/log/kubernetes/audit.log
stat -c %a /var/log/kubernetes/audit.log`);
	const admin = (level: string, verb: string, uri: string, more: string): string =>
		`["${level}","ResponseComplete","${verb}","${uri}","kubernetes-admin",${more}]`;
	const query = '?fieldManager=kubectl-create&fieldValidation=Strict';
	const own = 'null,"172.30.1.2"';
	expect(told.split('\n').slice(6)).toEqual([
		admin('Metadata', 'create', `/api/v1/namespaces/prod/secrets${query}`, `${own},"s",201,null,null,"allow"`),
		admin(
			'Metadata',
			'get',
			'/api/v1/namespaces/prod/secrets/nosuch',
			'"jane","172.30.1.2","nosuch",403,null,null,"forbid"',
		),
		admin(
			'RequestResponse',
			'create',
			`/api/v1/namespaces/prod/configmaps${query}`,
			`${own},"c",201,{"a":"b"},null,"allow"`,
		),
		admin('Metadata', 'get', '/version?timeout=32s', `${own},null,200,null,null,"allow"`),
		'600',
		'',
	]);
});
