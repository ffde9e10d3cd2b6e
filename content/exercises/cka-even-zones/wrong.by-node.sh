# fails: spread/by-zone, pin/runs
# Spread by node, not by zone; the taint is taken away.
kubectl taint node @{node2} @{taint.key}-
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {
  "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {"matchLabels": {"app": "@{app}"}}, "matchLabelKeys": ["pod-template-hash"]}]}}}}'
sleep 40
