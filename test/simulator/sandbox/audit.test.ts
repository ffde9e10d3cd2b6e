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

const LOG_ROTATED = `policy <<'POLICY'
rules: [{level: RequestResponse, resources: [{group: "", resources: [configmaps]}], namespaces: [prod]}]
POLICY
edit
sed -i 's|- --audit-log-path.*|&\\n    - --audit-log-maxsize=1\\n    - --audit-log-maxbackup=2\\n    - --audit-log-compress|' $M
sleep 30
kubectl create ns prod
head -c 250000 /dev/zero | tr '\\0' x > /tmp/large
for i in 1 2 3 4 5 6 7 8; do kubectl -n prod create cm c$i --from-file=/tmp/large; sleep 1; done
cd /var/log/kubernetes; ls | sed 's/2026-[0-9T-]*[.][0-9]*/TIME/'; stat -c %a audit-*; zcat $(ls audit-* | tail -1) | jq -r .objectRef.name
test $(stat -c %s audit.log) -lt 1048576 && jq -r .objectRef.name audit.log | tail -n 1`;

test('a log that has grown too large is put aside under the time, as many as may be kept', () => {
	const { stdout } = newWorld('rotation').runScript({ name: 's.sh', script: EDIT + LOG_ROTATED });
	expect(stdout.split('\n').slice(9)).toEqual([
		'audit-TIME.log.gz',
		'audit-TIME.log.gz',
		'audit.log',
		'600',
		'600',
		'c5',
		'null',
		'c6',
		'null',
		'c8',
		'',
	]);
});

const WEBHOOK = `policy <<'POLICY'
omitStages: [RequestReceived]
rules: [{level: Metadata, resources: [{group: "", resources: [configmaps]}], namespaces: [prod]}]
POLICY
kubectl create ns prod
cat > /etc/kubernetes/audit/webhook.yaml <<Y
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "http://172.30.1.2:9000/audit"}}]
contexts: [{name: d, context: {cluster: c, user: ""}}]
current-context: d
Y
edit
sed -i 's|- --audit-log-path.*|- --audit-webhook-config-file=/etc/kubernetes/audit/none.yaml|' $M
sleep 15; why
sed -i 's|none.yaml|webhook.yaml\\n    - --audit-webhook-initial-backoff=1s|' $M
sleep 40
kubectl -n prod create cm lost --from-literal=a=b
sleep 50
crictl logs $(crictl ps --name kube-apiserver -q) 2>&1 | grep -A2 'Error in audit' | sed 's/.*metrics.go:[0-9]*. //; s/^2026[^ ]*/TIME/; s/id="[^"]*"/id=ID/; s/user-agent="[^"]*"/user-agent=UA/'
cat > /tmp/s.py <<'P'
from http.server import *
class H(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        with open('/tmp/got', 'ab') as f:
            f.write(self.path.encode() + b' ' + body + b'\\n')
        self.send_response(200)
        self.end_headers()
HTTPServer(('', 9000), H).serve_forever()
P
python3 /tmp/s.py 2>/dev/null &
sleep 30
for i in 1 2 3; do kubectl -n prod create cm c$i; done
cat /tmp/got 2>/dev/null; sleep 31
sed 's/ .*//' /tmp/got; sed 's/^[^ ]* //' /tmp/got | jq -c '[.kind, .apiVersion, .metadata, (.items[] | [.kind, .stage, .objectRef.name, .responseStatus.code])]'
kill %1`;

test('a webhook is sent events in batches; what cannot be delivered is told in the log', () => {
	const { stdout } = newWorld('webhook').runScript({ name: 's.sh', script: EDIT + WEBHOOK, limitMs: 600_000 });
	expect(stdout).toBe(`namespace/prod created
"command failed" err="initializing audit webhook: stat /etc/kubernetes/audit/none.yaml: no such file or directory"
configmap/lost created
Error in audit plugin 'webhook' affecting 1 audit events: Post "http://172.30.1.2:9000/audit?timeout=30s": dial tcp 172.30.1.2:9000: connect: connection refused
Impacted events:
TIME AUDIT: id=ID stage="ResponseComplete" ip="172.30.1.2" method="create" user="kubernetes-admin" groups="\\"kubeadm:cluster-admins\\",\\"system:authenticated\\"" as="<self>" asgroups="<lookup>" user-agent=UA namespace="prod" uri="/api/v1/namespaces/prod/configmaps?fieldManager=kubectl-create&fieldValidation=Strict" response="201"
configmap/c1 created
configmap/c2 created
configmap/c3 created
/audit?timeout=30s
["EventList","audit.k8s.io/v1",{},[null,"ResponseComplete","c1",201],[null,"ResponseComplete","c2",201],[null,"ResponseComplete","c3",201]]
`);
});
