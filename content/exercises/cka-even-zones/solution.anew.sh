# All Pods made anew, with two terms instead of two values, and a tolerance of everything.
kubectl create deployment @{pinned} -n @{namespace} --image=nginx:1.27 --replicas=2 --dry-run=client -o json |
  jq '.spec.template.spec += {tolerations: [{operator: "Exists"}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [
    {matchExpressions: [{key: "disk", operator: "In", values: ["ssd"]}]}, {matchExpressions: [{key: "disk", operator: "In", values: ["@{disk}"]}]}]}}}}' | kubectl apply -f -
kubectl get deployment @{app} -n @{namespace} -o json |
  jq '.spec.template.spec += {tolerations: [{operator: "Exists"}], topologySpreadConstraints: [{maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule", labelSelector: {matchLabels: {app: "@{app}"}}}]}' | kubectl replace --force -f -
kubectl get deployment @{other} -n @{namespace} -o json |
  jq '.spec.template.spec += {tolerations: [{key: "@{taint.key}", value: "@{taint.value}"}], affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 50, preference: {matchExpressions: [{key: "topology.kubernetes.io/zone", operator: "NotIn", values: ["@{zones.one}"]}, {key: "topology.kubernetes.io/zone", operator: "Exists"}]}}]}}}' | kubectl replace --force -f -
for each in @{app} @{pinned} @{other}; do kubectl rollout status deployment/$each -n @{namespace} --timeout=120s; done
sleep 5
