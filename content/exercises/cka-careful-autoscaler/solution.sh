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
  minReplicas: @{least}
  maxReplicas: @{most}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: @{percent}
  behavior:
    scaleDown:
      stabilizationWindowSeconds: @{window}
      policies:
        - type: Pods
          value: 1
          periodSeconds: @{period}
YAML
@{fault.mend}
kubectl wait -n @{namespace} --for=condition=ScalingActive hpa/@{app} hpa/@{other} --timeout=240s
kubectl rollout status deployment/@{other} -n @{namespace} --timeout=120s
sleep 30
