for ns in shop bank ci monitor; do kubectl create namespace $ns; done
kubectl create deployment web -n shop --image=nginx:1.26
kubectl create deployment web -n bank --image=nginx:1.26
kubectl create serviceaccount deployer -n ci
kubectl create serviceaccount metrics -n monitor
kubectl create role log-reader -n shop --verb=get,list --resource=pods
kubectl create rolebinding log-reader -n shop --role=log-reader --user=support
kubectl apply -f - <<'YAML'
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: metrics-reader }
rules:
  - { apiGroups: [''], resources: [nodes, pods], verbs: [get, list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: metrics-reader }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: metrics-reader }
subjects: [{ kind: ServiceAccount, name: metrics, namespace: monitor }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: monitor-quick-fix }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: 'system:serviceaccounts:monitor' }]
YAML
kubectl rollout status deployment/web -n shop --timeout=120s
kubectl rollout status deployment/web -n bank --timeout=120s
