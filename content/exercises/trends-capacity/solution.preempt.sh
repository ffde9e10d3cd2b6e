# Room is made by preemption; spot is a wish within a condition; report is scaled down and up.
kubectl apply -f - <<'YAML'
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: large-first }
value: 100
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: business }
value: 1000
globalDefault: false
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: { name: spare }
value: -10
preemptionPolicy: Never
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: few-are-important, namespace: team-a }
spec:
  hard: { requests.cpu: '0.5' }
  scopeSelector: { matchExpressions: [{ scopeName: PriorityClass, operator: In, values: [business, large-first] }] }
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: three, namespace: media }
spec:
  minAvailable: 3
  selector: { matchLabels: { app: render } }
YAML
kubectl patch deployment big -n plant -p '{"spec":{"template":{"spec":{"priorityClassName":"large-first"}}}}'

kubectl get deployment render -n media -o json | jq '.spec.template.spec |= (del(.nodeSelector)
  | .tolerations = [{key: "pool", operator: "Exists"}, {key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 10}, {key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 10}]
  | .tolerations[0] = {key: "pool", operator: "Equal", value: "spot"}
  | .affinity.nodeAffinity = {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: "pool", operator: "In", values: ["spot", "general"]}]}]},
      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 60, preference: {matchExpressions: [{key: "pool", operator: "NotIn", values: ["general"]}]}}]})' | kubectl replace -f -

kubectl scale deployment/report -n team-a --replicas=0
kubectl wait --for=delete pod -l app=report -n team-a --timeout=60s
kubectl patch deployment checkout -n team-b -p '{"spec":{"template":{"spec":{"priorityClassName":"business"}}}}'
kubectl rollout status deployment/checkout -n team-b --timeout=120s
kubectl patch deployment report -n team-a -p '{"spec":{"replicas":5,"template":{"spec":{"priorityClassName":"spare"}}}}'

kubectl patch deployment archive -n office -p '{"spec":{"template":{"spec":{"containers":[{"name":"work","resources":{"requests":{"cpu":"0.05","memory":"170Mi"}}}]}}}}'
kubectl patch deployment search -n office -p '{"spec":{"template":{"spec":{"containers":[{"name":"work","resources":{"requests":{"cpu":"0.6","memory":"0.3Gi"}}}]}}}}'
for d in archive search mail; do kubectl rollout status deployment/$d -n office --timeout=120s; done
kubectl rollout status deployment/render -n media --timeout=120s
sleep 60
