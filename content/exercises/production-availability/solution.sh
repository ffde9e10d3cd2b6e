kubectl patch deployment front -n shop --patch '
spec:
  template:
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          nodeTaintsPolicy: Honor
          labelSelector: { matchLabels: { app: front } }
          matchLabelKeys: [pod-template-hash]
'
kubectl patch deployment quotes -n shop --type=json -p '[{"op":"replace","path":"/spec/template/spec/affinity","value":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":100,"podAffinityTerm":{"labelSelector":{"matchLabels":{"app":"quotes"}},"matchLabelKeys":["pod-template-hash"],"topologyKey":"kubernetes.io/hostname"}}]}}}]'
kubectl create poddisruptionbudget front -n shop --selector=app=front --min-available=3
kubectl rollout status deployment/front -n shop --timeout=120s
kubectl rollout status deployment/quotes -n shop --timeout=120s
sleep 5
