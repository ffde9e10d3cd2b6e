kubectl cordon node02
kubectl delete $(kubectl get pods -n plant -l app=small --field-selector=spec.nodeName=node02 -o name | head -n 1) -n plant
kubectl rollout status deployment/small -n plant --timeout=60s
kubectl uncordon node02
kubectl rollout status deployment/big -n plant --timeout=120s

kubectl set resources deployment/archive -n office --requests=cpu=20m,memory=200Mi
kubectl set resources deployment/search -n office --requests=cpu=600m,memory=360Mi

kubectl patch deployment render -n media -p '
spec:
  template:
    spec:
      nodeSelector: null
      affinity:
        nodeAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              preference: { matchExpressions: [{ key: pool, operator: In, values: [spot] }] }
      tolerations:
        - { key: pool, operator: Equal, value: spot, effect: NoSchedule }
        - { key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 30 }
        - { key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 30 }
'
kubectl create poddisruptionbudget render -n media --selector=app=render --max-unavailable=1

kubectl create priorityclass business --value=1000
kubectl create priorityclass spare --value=-10 --preemption-policy=Never
kubectl patch deployment report -n team-a -p '{"spec":{"strategy":{"type":"Recreate","rollingUpdate":null},"template":{"spec":{"priorityClassName":"spare"}}}}'
kubectl patch deployment checkout -n team-b -p '{"spec":{"template":{"spec":{"priorityClassName":"business"}}}}'
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: ResourceQuota
metadata: { name: business, namespace: team-a }
spec:
  hard: { requests.cpu: 500m }
  scopeSelector:
    matchExpressions: [{ scopeName: PriorityClass, operator: In, values: [business] }]
YAML
for d in archive search mail; do kubectl rollout status deployment/$d -n office --timeout=120s; done
kubectl rollout status deployment/render -n media --timeout=120s
kubectl rollout status deployment/checkout -n team-b --timeout=120s
sleep 60
