# Softly, with a strong wish; quotes by a spread constraint, replaced at once; the budget by what may be missing.
kubectl patch deployment front -n shop --patch '
spec:
  template:
    spec:
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector: { matchLabels: { app: front } }
                matchLabelKeys: [pod-template-hash]
'
kubectl patch deployment quotes -n shop --type=json -p '[
  {"op":"remove","path":"/spec/template/spec/affinity"},
  {"op":"add","path":"/spec/template/spec/topologySpreadConstraints","value":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"quotes"}},"matchLabelKeys":["pod-template-hash"]}]}]'
kubectl apply -f - <<'YAML'
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: front-budget, namespace: shop }
spec:
  maxUnavailable: 1
  selector: { matchLabels: { app: front } }
YAML
sleep 60
