kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: @{namespace} }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: performances.stage.drill.example }
spec:
  group: stage.drill.example
  scope: Namespaced
  names: { plural: performances, singular: performance, kind: Performance }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: @{bot}, namespace: @{namespace} }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: readers, namespace: @{namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: "@{user}" }]
---
@{extra.objects}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: @{bot}, namespace: @{namespace} }
spec:
  selector: { matchLabels: { app: @{bot} } }
  template:
    metadata: { labels: { app: @{bot} } }
    spec:
      serviceAccountName: @{bot}
      terminationGracePeriodSeconds: 1
      containers:
        - name: bot
          image: alpine/k8s:1.35.0
          command: [sh, -c, 'while sleep 10; do kubectl scale deployment @{target} --replicas=@{replicas}; done']
YAML
kubectl create deployment @{target} -n @{namespace} --image=nginx:1.27
kubectl create deployment @{other} -n @{namespace} --image=nginx:1.27
kubectl rollout status deployment/@{bot} -n @{namespace} --timeout=60s
sleep 25
