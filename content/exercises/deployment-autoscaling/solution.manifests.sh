# An HPA from a manifest; a request for the whole Pod's template; the field given up before the manifest goes without it.
cat <<'YAML' | kubectl apply -f -
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: shop-scaler
  namespace: shop
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: shop
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 50
YAML

kubectl patch deployment api -n bank --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/1/resources","value":{"requests":{"cpu":"20m","memory":"16Mi"}}}]'

kubectl get hpa front -n calm -o json \
  | jq '.spec.behavior = {scaleDown: {stabilizationWindowSeconds: 120, selectPolicy: "Min", policies: [{type: "Pods", value: 1, periodSeconds: 60}, {type: "Percent", value: 100, periodSeconds: 15}]}}' \
  | kubectl replace -f -

sed -i '/replicas: 2/d' /root/cart.yaml
kubectl get deployment cart -n store -o json \
  | jq '.metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"] |= (fromjson | del(.spec.replicas) | tojson)' | kubectl replace -f -
kubectl apply -f /root/cart.yaml
kubectl rollout status deployment/api -n bank --timeout=120s
sleep 30
