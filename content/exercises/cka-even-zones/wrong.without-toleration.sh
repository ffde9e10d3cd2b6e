# fails: spread/two-each, pin/runs, prefer/elsewhere
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {
  "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": {"matchLabels": {"app": "@{app}"}}}]}}}}'
kubectl create deployment @{pinned} -n @{namespace} --image=nginx:1.27 --replicas=2
sleep 40
