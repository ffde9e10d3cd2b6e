# Limits alone (requests follow them), node affinity for a selector, a toleration by key, and a topology spread.
kubectl run cache --image=redis:7.4 --dry-run=client -o json |
	jq '.spec.containers[0].resources = {"limits": {"cpu": "0.1", "memory": "128Mi"}}' | kubectl create -f -

kubectl patch deployment thumbs -n media --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/resources/limits/memory", "value": "0.5Gi"}]'

kubectl set resources deployment/search -n night --requests=cpu=0.2
kubectl get deployment index -n night -o json | jq 'del(.spec.template.spec.nodeSelector)
  | .spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms =
    [{"matchExpressions": [{"key": "pool", "operator": "In", "values": ["general"]}]}]' | kubectl replace -f -

kubectl create deployment ledger -n bank --image=nginx:1.27 --replicas=2 --dry-run=client -o json | jq '
  .spec.template.spec.tolerations = [{"key": "dedicated", "operator": "Exists"}]
  | .spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms =
    [{"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "In", "values": ["node02"]}]}]' | kubectl create -f -

kubectl patch deployment web -n front --patch '
spec:
  template:
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: { matchLabels: { app: web } }
'
kubectl wait --for=condition=Ready pod/cache --timeout=120s
for name in media/thumbs night/search night/index bank/ledger front/web; do
	kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=120s
done
sleep 10
