# A ClusterRole bound in the namespace; an account without a token for the page.
kubectl create -f - <<'JSON'
{"apiVersion": "@{thing.group}/v1", "kind": "@{thing.kind}", "metadata": {"name": "@{name}", "namespace": "@{namespace}"},
 "spec": {"schedule": "@{when.cron}", "source": {"claim": "@{claim}"}, "keep": @{keep}, "method": "@{how.method}"}}
JSON
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ServiceAccount
metadata: { name: @{account}, namespace: @{namespace} }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: silent, namespace: @{namespace} }
automountServiceAccountToken: false
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: list-@{thing.plural} }
rules:
  - { apiGroups: [@{thing.group}], resources: [@{thing.plural}], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: list-@{thing.plural}, namespace: @{namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: list-@{thing.plural} }
subjects: [{ kind: ServiceAccount, name: @{account} , namespace: @{namespace} }]
YAML
kubectl set serviceaccount deployment/@{app} @{account} -n @{namespace}
kubectl set serviceaccount deployment/@{web} silent -n @{namespace}
sleep 40
