# Drift undone by replacing, pruning by an ApplySet's list of members, a loop instead of a CronJob.
kubectl replace -f /root/repo/web.yaml
kubectl apply -f /root/repo/web.yaml
kubectl delete deployment,service,poddisruptionbudget promo -n shop

kubectl patch -f /root/pay/api.yaml --local --type=json -p '[{"op":"remove","path":"/spec/replicas"}]' -o yaml > /root/pay/new.yaml
mv /root/pay/new.yaml /root/pay/api.yaml
kubectl set image deployment/api api=nginx:1.27 -n pay
kubectl apply --server-side --field-manager=gitops -f /root/pay/api.yaml

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ServiceAccount
metadata: { name: reconciler, namespace: gitops }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: source, namespace: gitops }
rules: [{ apiGroups: [''], resources: [configmaps], resourceNames: [repository], verbs: [get] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: source, namespace: gitops }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: source }
subjects: [{ kind: ServiceAccount, name: reconciler, namespace: gitops }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: target, namespace: site }
rules:
  - { apiGroups: [''], resources: [configmaps, services], verbs: ['*'] }
  - { apiGroups: [apps], resources: [deployments], verbs: ['*'] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: target, namespace: site }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: target }
subjects: [{ kind: ServiceAccount, name: reconciler, namespace: gitops }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reconciler, namespace: gitops }
spec:
  selector: { matchLabels: { app: reconciler } }
  template:
    metadata: { labels: { app: reconciler } }
    spec:
      serviceAccountName: reconciler
      containers:
        - name: loop
          image: alpine/k8s:1.35.0
          env: [{ name: KUBECTL_APPLYSET, value: 'true' }]
          command: [sh, -c]
          args:
            - |
              while true; do
                kubectl get configmap repository -n gitops -o json | jq -r '.data[] + "\n---\n"' > /tmp/all.yaml
                kubectl apply --server-side --field-manager=reconciler --force-conflicts -n site --prune --applyset=configmaps/site -f /tmp/all.yaml
                sleep 30
              done
YAML
sleep 60
