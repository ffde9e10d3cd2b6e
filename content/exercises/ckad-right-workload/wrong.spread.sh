# fails: each-node/replaced, each-node/knows
# A Deployment that is spread over the nodes.
kubectl patch deployment @{agent} -n @{namespace} -p '{"spec":{"template":{"spec":{"tolerations":[{"operator":"Exists"}],
  "affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"kubernetes.io/hostname","labelSelector":{"matchLabels":{"app":"@{agent}"}}}]}}}}}}'
sleep 60
