# Two quotas instead of one; loadtest deleted, shop left to try again; a LimitRange that fills in what audit's quota asks for.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: ResourceQuota
metadata: { name: pods, namespace: dev }
spec: { hard: { pods: 4 } }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: compute, namespace: dev }
spec: { hard: { requests.cpu: '2', limits.memory: 2Gi } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: sizes, namespace: lab }
spec: { limits: [{ type: Container, defaultRequest: { cpu: 100m, memory: 64Mi }, default: { cpu: 500m, memory: 128Mi }, max: { memory: 512Mi } }] }
---
apiVersion: v1
kind: LimitRange
metadata: { name: sizes, namespace: audit }
spec: { limits: [{ type: Container, default: { memory: 128Mi } }] }
YAML
kubectl delete deployment loadtest -n store
sleep 40
kubectl scale deployment shop -n store --replicas=2
kubectl scale deployment shop -n store --replicas=3
kubectl rollout restart deployment/report -n audit
kubectl rollout status deployment/shop -n store --timeout=300s
kubectl rollout status deployment/report -n audit --timeout=120s
sleep 10
