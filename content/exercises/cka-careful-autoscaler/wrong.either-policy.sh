# fails: slow/one-at-a-time
# The larger of two policies counts.
kubectl autoscale deployment @{app} -n @{namespace} --min=@{least} --max=@{most} --cpu=@{percent}%
kubectl patch hpa @{app} -n @{namespace} --type=merge -p '{"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": @{window},
  "policies": [{"type": "Percent", "value": 50, "periodSeconds": @{period}}, {"type": "Pods", "value": 1, "periodSeconds": @{period}}]}}}}'
sleep 60
