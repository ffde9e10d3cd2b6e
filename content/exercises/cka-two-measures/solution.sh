kubectl apply -f - <<'YAML'
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: @{app}
  minReplicas: 2
  maxReplicas: @{most}
  metrics:
    - type: Resource
      resource:
        name: memory
        target:
          type: AverageValue
          averageValue: @{memory}
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: @{cpu}
  behavior:
    scaleUp:
      policies:
        - type: Pods
          value: @{step}
          periodSeconds: @{period}
    scaleDown:
      selectPolicy: Disabled
YAML
kubectl patch hpa @{other} -n @{namespace} -p '{"spec": {"metrics": [{"type": "ContainerResource",
  "containerResource": {"container": "main", "name": "cpu", "target": {"type": "Utilization", "averageUtilization": @{target}}}}]}}'
sleep 60
