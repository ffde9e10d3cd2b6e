# fails: apart/even-alone
# A preference gives way when there is one node left.
kubectl patch deployment web -n front --type=json -p '[{"op": "replace", "path": "/spec/template/spec/affinity", "value": {"podAntiAffinity":
  {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "podAffinityTerm": {"topologyKey": "kubernetes.io/hostname",
   "labelSelector": {"matchLabels": {"app": "web"}}}}]}}}]'
kubectl rollout status deployment/web -n front --timeout=120s
sleep 10
