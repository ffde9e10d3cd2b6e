kubectl autoscale deployment shop -n shop --cpu=50% --min=2 --max=6

kubectl set resources deployment api -n bank --containers=exporter --requests=cpu=10m

kubectl patch hpa front -n calm -p '
spec:
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 120
      policies:
        - type: Pods
          value: 1
          periodSeconds: 60
'

sed -i '/replicas: 2/d' /root/cart.yaml
kubectl apply -f /root/cart.yaml

kubectl rollout status deployment/api -n bank --timeout=120s
kubectl wait -n store deployment/cart --for=jsonpath='{.status.availableReplicas}'=4 --timeout=120s
sleep 30
