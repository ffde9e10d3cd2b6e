import { expect, test } from 'vitest';
import { newWorld } from '../../sandbox/world-bench.ts';

function printed(script: string): string {
	return newWorld('helm').runScript({ name: 'x.sh', script: `exec 2>&1\n${script}`, limitMs: 900_000 }).stdout;
}

const CHART = `mkdir -p c/templates; cat > c/Chart.yaml <<'E'
apiVersion: v2
name: c
version: 0.1.0
appVersion: "1.0"
E
cat > c/values.yaml <<'E'
color: red
replicas: 1
E
cat > c/templates/cm.yaml <<'E'
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-cm
data:
  color: {{ .Values.color }}
  rev: "{{ .Release.Revision }}"
E
`;

test('a release through its life', () => {
	expect(
		printed(`${CHART}
helm install r c | grep -v DEPLOYED
helm upgrade r c --set color=blue --description "blue now" | grep -v DEPLOYED
helm upgrade r c --set replicas=2 >/dev/null; helm get values r
helm upgrade r c --reuse-values --set color=green >/dev/null; helm get values r -a
helm upgrade r c >/dev/null; helm get values r -o json
helm upgrade r c --reset-values >/dev/null; helm get values r
helm rollback r 2; kubectl get cm r-cm -o jsonpath='{.data}{"\\n"}'
helm history r -o json | jq -c '.[] | [.revision, .status, .description]'
helm get manifest r
kubectl get cm r-cm -o json | jq -c '.metadata | [.labels, .annotations]'
kubectl get secret sh.helm.release.v1.r.v7 -o json | jq -c '[.type, .metadata.labels | if type == "object" then del(.createdAt, .modifiedAt) else . end]'
helm install r c
helm uninstall r --keep-history; helm ls; helm ls --uninstalled -q; helm status r | grep STATUS
helm rollback r 1; helm ls -q
helm uninstall r; helm history r; kubectl get cm r-cm; kubectl get secret`),
	).toBe(`NAME: r
NAMESPACE: default
STATUS: deployed
REVISION: 1
TEST SUITE: None
Release "r" has been upgraded. Happy Helming!
NAME: r
NAMESPACE: default
STATUS: deployed
REVISION: 2
TEST SUITE: None
USER-SUPPLIED VALUES:
replicas: 2
COMPUTED VALUES:
color: green
replicas: 2
{"color":"green","replicas":2}
USER-SUPPLIED VALUES:
null
Rollback was a success! Happy Helming!
{"color":"blue","rev":"2"}
[1,"superseded","Install complete"]
[2,"superseded","blue now"]
[3,"superseded","Upgrade complete"]
[4,"superseded","Upgrade complete"]
[5,"superseded","Upgrade complete"]
[6,"superseded","Upgrade complete"]
[7,"deployed","Rollback to 2"]
---
# Source: c/templates/cm.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: r-cm
data:
  color: blue
  rev: "2"

[{"app.kubernetes.io/managed-by":"Helm"},{"meta.helm.sh/release-name":"r","meta.helm.sh/release-namespace":"default"}]
["helm.sh/release.v1",{"name":"r","owner":"helm","status":"deployed","version":"7"}]
Error: INSTALLATION FAILED: cannot re-use a name that is still in use
release "r" uninstalled
NAME	NAMESPACE	REVISION	UPDATED	STATUS	CHART	APP VERSION
r
STATUS: uninstalled
Rollback was a success! Happy Helming!
r
release "r" uninstalled
Error: release: not found
Error from server (NotFound): configmaps "r-cm" not found
No resources found in default namespace.
`);
});

test('what goes wrong is told, and undone when that is wanted', () => {
	expect(
		printed(`${CHART}
cat > c/templates/hook.yaml <<'E'
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ .Release.Name }}-hook
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers: [{name: h, image: busybox, command: [sh, -c, 'exit {{ .Values.code | default 0 }}']}]
E
cat > c/templates/web.yaml <<'E'
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}-web}
spec:
  selector: {matchLabels: {app: {{ .Values.app | default "web" }}}}
  template:
    metadata: {labels: {app: {{ .Values.app | default "web" }}}}
    spec: {containers: [{name: c, image: "nginx:{{ .Values.tag | default "1.27" }}"}]}
E
helm install a c --set code=1; helm ls -a --no-headers | awk '{print $1, $3, $(NF-2)}'
helm upgrade --install a c --wait | head -1; kubectl get job
helm upgrade a c --set app=other; helm history a | tail -1 | awk '{print $1, $7}'
helm upgrade a c --set tag=nope --atomic --timeout 30s; helm history a | awk 'NR > 1 {print $1, $7}'
kubectl create cm b-cm >/dev/null; helm install b c --no-hooks
helm install b c --no-hooks --take-ownership | grep STATUS
helm install d c --atomic --set tag=nope --timeout 20s; helm ls -a -q
helm upgrade gone c; helm rollback a 99; helm rollback a x; helm get values gone; helm uninstall gone; helm uninstall gone --ignore-not-found
helm install e c -n none --no-hooks
helm install e c -n made --create-namespace --no-hooks | grep NAMESPACE; kubectl get ns made -o jsonpath='{.metadata.labels.name}{"\\n"}'
helm install f c --set a; helm install f c --set color.x=1 --dry-run >/dev/null; helm install f c -f none.yaml; helm install f nowhere/c; helm install f ./none; helm install f none
KUBECONFIG=/dev/null helm list`).replace(/[0-9a-f]{8,10}-[a-z0-9]{5}/g, 'POD'),
	).toMatchInlineSnapshot(`
		"Error: INSTALLATION FAILED: failed pre-install: 1 error occurred:
			* job a-hook failed: BackoffLimitExceeded


		a 1 failed
		Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:
			* job a-hook failed: BackoffLimitExceeded


		NAME     STATUS   COMPLETIONS   DURATION   AGE
		a-hook   Failed   0/1           2s         3s
		Release "a" has been upgraded. Happy Helming!
		NAME: a
		LAST DEPLOYED: Mon Mar  2 09:00:52 2026
		NAMESPACE: default
		STATUS: deployed
		REVISION: 3
		TEST SUITE: None
		3 deployed
		Error: UPGRADE FAILED: release a failed, and has been rolled back due to atomic being set: cannot patch "a-web" with kind Deployment: Deployment.apps "a-web" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"web"}}: field is immutable
		1 failed
		* 
		 
		 
		2 superseded
		* 
		 
		 
		3 superseded
		4 failed
		5 deployed
		Error: INSTALLATION FAILED: Unable to continue with install: ConfigMap "b-cm" in namespace "default" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"; annotation validation error: missing key "meta.helm.sh/release-name": must be set to "b"; annotation validation error: missing key "meta.helm.sh/release-namespace": must be set to "default"
		STATUS: deployed
		Error: INSTALLATION FAILED: release d failed, and has been uninstalled due to atomic being set: context deadline exceeded
		a
		b
		Error: UPGRADE FAILED: "gone" has no deployed releases
		Error: release has no 99 version
		Error: could not convert revision to a number: strconv.Atoi: parsing "x": invalid syntax
		Error: release: not found
		Error: uninstall: Release not loaded: gone: release: not found
		release "gone" uninstalled
		Error: INSTALLATION FAILED: create: failed to create: namespaces "none" not found
		NAMESPACE: made
		made
		Error: INSTALLATION FAILED: failed parsing --set data: key "a" has no value
		coalesce.go:237: warning: skipped value for c.color: Not a table.
		Error: INSTALLATION FAILED: open none.yaml: no such file or directory
		Error: INSTALLATION FAILED: repo nowhere not found
		Error: INSTALLATION FAILED: path "./none" not found
		Error: INSTALLATION FAILED: non-absolute URLs should be in form of repo_name/path_to_chart, got: none
		Error: Kubernetes cluster unreachable: Get "http://localhost:8080/version": dial tcp 127.0.0.1:8080: connect: connection refused
		"
	`);
});

test('values that a schema does not allow', () => {
	expect(
		printed(`${CHART}
cat > c/values.schema.json <<'E'
{"type": "object", "required": ["color", "owner"], "additionalProperties": false,
 "properties": {"color": {"enum": ["red", "blue"]}, "replicas": {"type": "integer", "minimum": 1}, "owner": {"type": "string", "pattern": "^[a-z]+$"}}}
E
helm template x c; helm install x c --set owner=Me,color=green,replicas=0,more=1; helm lint c --set owner=me
helm template x c --set owner=me --set replicas=two --skip-schema-validation | head -2`),
	).toBe(`Error: values don't meet the specifications of the schema(s) in the following chart(s):
c:
- at '': missing property 'owner'

Error: INSTALLATION FAILED: values don't meet the specifications of the schema(s) in the following chart(s):
c:
- at '/color': value must be one of 'red', 'blue'
- at '/owner': 'Me' does not match pattern '^[a-z]+$'
- at '/replicas': minimum: got 0, want 1
- at '': additional properties 'more' not allowed

==> Linting c
[INFO] Chart.yaml: icon is recommended

1 chart(s) linted, 0 chart(s) failed
---
# Source: c/templates/cm.yaml
`);
});

test('repositories and dependencies', () => {
	expect(
		printed(`helm repo add bitnami https://charts.bitnami.com/bitnami
helm repo add podinfo https://stefanprodan.github.io/podinfo
helm repo add podinfo https://example.com; helm repo add x https://example.com
helm search repo podinfo -l --version ^6.8.0; helm search repo nothing-like-it
helm show chart podinfo/podinfo --version 6.8.0 | head -3
helm pull podinfo/podinfo --version 6.8.0 && tar -tf podinfo-6.8.0.tgz 2>/dev/null | head -1; ls
helm pull bitnami/nginx --untar && ls nginx
helm template w bitnami/nginx --version 99; helm template w bitnami/nope
helm template w nginx --repo https://charts.bitnami.com/bitnami --version 18.3.5 -s templates/svc.yaml | tail -4
${CHART}
cat >> c/Chart.yaml <<'E'
dependencies:
  - {name: redis, version: 22.x.x, repository: "https://charts.bitnami.com/bitnami", condition: redis.enabled}
  - {name: sub, version: 0.1.0, repository: "file://../sub"}
E
mkdir sub; printf 'apiVersion: v2\\nname: sub\\nversion: 0.1.0\\n' > sub/Chart.yaml
helm dependency list c; helm install z c
helm dependency update c; ls c/charts; grep -v 'generated\\|digest' c/Chart.lock; helm dep ls c
rm -r c/charts; helm dep build c | tail -2; helm template z c --set redis.enabled=false | grep -c kind
helm package c -d /tmp --version 2.0.0 --app-version 3; helm show chart /tmp/c-2.0.0.tgz | head -2
helm repo remove podinfo; helm repo list -o json; helm repo remove podinfo
helm repo remove bitnami; helm dep build c`),
	).toMatchInlineSnapshot(`
		""bitnami" has been added to your repositories
		"podinfo" has been added to your repositories
		Error: repository name (podinfo) already exists, please specify a different name
		Error: looks like "https://example.com" is not a valid chart repository or cannot be reached: failed to fetch https://example.com/index.yaml : 404 Not Found
		NAME           	CHART VERSION	APP VERSION	DESCRIPTION                      
		podinfo/podinfo	6.9.2        	6.9.2      	Podinfo Helm chart for Kubernetes
		podinfo/podinfo	6.9.1        	6.9.1      	Podinfo Helm chart for Kubernetes
		podinfo/podinfo	6.9.0        	6.9.0      	Podinfo Helm chart for Kubernetes
		podinfo/podinfo	6.8.0        	6.8.0      	Podinfo Helm chart for Kubernetes
		No results found
		apiVersion: v2
		appVersion: 6.8.0
		description: Podinfo Helm chart for Kubernetes
		podinfo/Chart.yaml
		podinfo-6.8.0.tgz
		Chart.yaml
		README.md
		charts
		templates
		values.yaml
		Error: chart "nginx" matching 99 not found in bitnami index. (try 'helm repo update'): no chart version found for nginx-99
		Error: chart "nope" matching  not found in bitnami index. (try 'helm repo update'): no chart name found
		      targetPort: http
		  selector:
		    app.kubernetes.io/instance: w
		    app.kubernetes.io/name: nginx
		NAME 	VERSION	REPOSITORY                        	STATUS 
		redis	22.x.x 	https://charts.bitnami.com/bitnami	missing
		sub  	0.1.0  	file://../sub                     	missing

		Error: INSTALLATION FAILED: An error occurred while checking for chart dependencies. You may need to run \`helm dependency build\` to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: redis, sub
		Hang tight while we grab the latest from your chart repositories...
		...Successfully got an update from the "bitnami" chart repository
		...Successfully got an update from the "podinfo" chart repository
		Update Complete. ⎈Happy Helming!⎈
		Saving 2 charts
		Downloading redis from repo https://charts.bitnami.com/bitnami
		Deleting outdated charts
		redis-22.0.7.tgz
		sub-0.1.0.tgz
		dependencies:
		- name: redis
		  repository: https://charts.bitnami.com/bitnami
		  version: 22.0.7
		- name: sub
		  repository: file://../sub
		  version: 0.1.0
		NAME 	VERSION	REPOSITORY                        	STATUS
		redis	22.x.x 	https://charts.bitnami.com/bitnami	ok    
		sub  	0.1.0  	file://../sub                     	ok    

		Downloading redis from repo https://charts.bitnami.com/bitnami
		Deleting outdated charts
		1
		Successfully packaged chart and saved it to: /tmp/c-2.0.0.tgz
		apiVersion: v2
		appVersion: "3"
		"podinfo" has been removed from your repositories
		[{"name":"bitnami","url":"https://charts.bitnami.com/bitnami"}]
		Error: no repo named "podinfo" found
		"bitnami" has been removed from your repositories
		Error: no repository definition for https://charts.bitnami.com/bitnami. Please add the missing repos via 'helm repo add'
		"
	`);
});

test('bash completes commands, releases, revisions and flags', () => {
	expect(
		printed(`${CHART}
helm install r c >/dev/null; helm upgrade r c >/dev/null; helm repo add podinfo https://stefanprodan.github.io/podinfo >/dev/null
source <(helm completion bash); complete -p helm
for line in un 'get m' 'status ""' 'rollback r ""' '-n kube-system status ""' 'repo remove p' 'list --f' 'install x ""' 'install r c -n ""'
do eval "helm __complete $line" 2>/dev/null; done
helm completion zsh; helm completion bash x`),
	).toMatchInlineSnapshot(`
		"complete -o default -F __start_helm helm
		uninstall	uninstall a release
		:4
		manifest	download the manifest for a named release
		metadata	This command fetches metadata for a given release
		:4
		r
		:4
		2
		1
		:36
		:4
		podinfo
		:4
		--failed	show failed releases
		--filter=	a regular expression (Perl compatible). Any releases that match the expression will be included in the results
		:4
		:0
		:0
		Error: this helm has completion code for bash only, not for zsh
		Error: "helm completion bash" accepts no arguments

		Usage:  helm completion bash [flags]
		"
	`);
});

test('charts of web servers, and one of a library', () => {
	expect(
		printed(`helm repo add bitnami https://charts.bitnami.com/bitnami > /dev/null
helm install web bitnami/apache --set replicaCount=2,service.type=ClusterIP --wait > /dev/null
kubectl get deploy,pdb -o name; curl -s $(kubectl get svc web-apache -o jsonpath='{.spec.clusterIP}')
helm create mine > /dev/null; cd mine; rm -r templates/*
printf 'dependencies:\\n- {name: common, version: 2.x.x, repository: "https://charts.bitnami.com/bitnami"}\\n' >> Chart.yaml
helm dependency update . | tail -1; ls charts
cat > templates/cm.yaml <<'EOF'
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "common.names.fullname" . }}
  labels: {{- include "common.labels.standard" (dict "customLabels" .Values.commonLabels "context" $) | nindent 4 }}
data:
  {{- include "common.tplvalues.render" (dict "value" .Values.data "context" $) | nindent 2 }}
EOF
helm template rel . --set-json 'data={"who":"{{ .Release.Name }}"},commonLabels={"team":"{{ .Chart.Name }}"}'
helm install c bitnami/common; helm template r bitnami/redis --set architecture=none 2>&1 | head -3`),
	).toBe(`deployment.apps/web-apache
poddisruptionbudget.policy/web-apache
<html><body><h1>It works!</h1></body></html>
Deleting outdated charts
common-2.31.4.tgz
---
# Source: mine/templates/cm.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: rel-mine
  labels:
    app.kubernetes.io/instance: rel
    app.kubernetes.io/managed-by: Helm
    app.kubernetes.io/name: mine
    app.kubernetes.io/version: 1.16.0
    helm.sh/chart: mine-0.1.0
    team: mine
data:
  who: 'rel'
Error: INSTALLATION FAILED: library charts are not installable
Error: execution error at (redis/templates/NOTES.txt:2:4): 
VALUES VALIDATION:
redis: architecture
`);
});

test('what charts of every repository make is taken by the cluster', () => {
	expect(
		printed(`for r in traefik=https://traefik.github.io/charts nginx-stable=https://helm.nginx.com/stable coredns=https://coredns.github.io/helm cilium=https://helm.cilium.io prometheus-community=https://prometheus-community.github.io/helm-charts hashicorp=https://helm.releases.hashicorp.com falcosecurity=https://falcosecurity.github.io/charts kyverno=https://kyverno.github.io/kyverno/ external-secrets=https://charts.external-secrets.io minio=https://operator.min.io longhorn=https://charts.longhorn.io dashboard=https://kubernetes.github.io/dashboard/ projectcalico=https://docs.tigera.io/calico/charts haproxy-ingress=https://haproxy-ingress.github.io/charts bitnami=https://charts.bitnami.com/bitnami
do helm repo add \${r%%=*} \${r#*=} > /dev/null; done
for c in $(helm search repo -o json | jq -r '.[].name' | grep -v bitnami/common)
do helm template x $c --include-crds | kubectl apply --dry-run=server --validate=strict -f - > /dev/null || echo "$c"; done
helm install dns coredns/coredns --set service.clusterIP=10.96.0.53 --wait > /dev/null
kubectl run -q --rm -i t --image=busybox --restart=Never -- nslookup kubernetes.default.svc.cluster.local 10.96.0.53 | grep Address | tail -1
helm template kps prometheus-community/kube-prometheus-stack --set grafana.enabled=false | grep -c grafana
helm install traefik traefik/traefik --set ports.web.nodePort=32080,service.type=NodePort | tail -1; kubectl get svc traefik -o jsonpath='{.spec.ports[*].nodePort}' | cut -d' ' -f1`),
	).toBe(`Address: 10.96.0.1
0
traefik with docker.io/traefik:v3.6.0 has been deployed successfully on default namespace!
32080
`);
});

test('an upgrade that does not get ready in time is taken back, though there are fewer replicas to wait for', () => {
	expect(
		printed(`helm create app > /dev/null; helm install rel app --set replicaCount=2 --wait > /dev/null
helm upgrade rel app --set image.tag=nope --atomic --timeout 30s; helm history rel -o json | jq -r '.[].status'`),
	).toBe(`Error: UPGRADE FAILED: release rel failed, and has been rolled back due to atomic being set: context deadline exceeded
superseded
failed
deployed
`);
});
