# From a manifest, bound to the group of the account alone; the binding is made anew.
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: scaler, namespace: @{namespace} }
rules:
  - { apiGroups: [apps], resources: [deployments], resourceNames: ["@{target}"], verbs: [get] }
  - { apiGroups: [apps], resources: [deployments/scale], resourceNames: ["@{target}"], verbs: [get, patch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: scaler, namespace: @{namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: scaler }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: "system:serviceaccount:@{namespace}:@{bot}" }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: performances, labels: { rbac.authorization.k8s.io/aggregate-to-view: 'true' } }
rules: [{ apiGroups: [stage.drill.example], resources: [performances, performances/status], verbs: [get, list, watch] }]
YAML
@{extra.other}
sleep 30
