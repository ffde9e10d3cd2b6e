for ns in red blue platform other; do
  kubectl create namespace $ns
  kubectl create deployment web -n $ns --image=nginx:1.27
  kubectl expose deployment web -n $ns --port=80
done
kubectl label namespace blue pod-security.kubernetes.io/enforce=baseline
kubectl create rolebinding devs -n blue --clusterrole=edit --group=blue-devs
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: namespace-labeller }
rules:
  - { apiGroups: [''], resources: [namespaces], verbs: [get, list, patch, update] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: cost-labels }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: namespace-labeller }
subjects:
  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: blue-devs }
  - { kind: ServiceAccount, name: cost-reporter, namespace: platform }
YAML
kubectl create serviceaccount cost-reporter -n platform
for ns in red blue platform other; do kubectl rollout status deployment/web -n $ns --timeout=120s; done
