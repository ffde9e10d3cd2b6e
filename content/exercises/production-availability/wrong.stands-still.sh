# fails: quotes/two
# A neighbour forbidden on every one of two nodes: the rollout waits for a place that only the old Pod could clear.
kubectl patch deployment quotes -n shop --type=json -p '[{"op":"replace","path":"/spec/template/spec/affinity","value":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"labelSelector":{"matchLabels":{"app":"quotes"}},"topologyKey":"kubernetes.io/hostname"}]}}}]'
sleep 40
