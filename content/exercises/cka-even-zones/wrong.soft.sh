# fails: spread/rather-waits, pin/either-label, prefer/or-here
# The spread is only wished for; the place is one label; the other Deployment must be there.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"tolerations": [{"operator": "Exists"}],
  "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": {"matchLabels": {"app": "@{app}"}}}]}}}}'
kubectl create deployment @{pinned} -n @{namespace} --image=nginx:1.27 --replicas=2 --dry-run=client -o json |
  jq '.spec.template.spec += {tolerations: [{operator: "Exists"}], nodeSelector: {disk: "@{disk}"}}' | kubectl apply -f -
kubectl patch deployment @{other} -n @{namespace} -p '{"spec": {"template": {"spec": {"tolerations": [{"operator": "Exists"}], "nodeSelector": {"topology.kubernetes.io/zone": "@{zones.two}"}}}}}'
sleep 40
