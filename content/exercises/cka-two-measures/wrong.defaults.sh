# fails: pace/up, pace/never-down, container/deployment
# The default policies stay beside; the sidecar gets a request instead.
kubectl autoscale deployment @{app} -n @{namespace} --min=2 --max=@{most} --cpu=@{cpu}% --memory=@{memory}
kubectl patch hpa @{app} -n @{namespace} --type=merge -p '{"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": 3600}, "scaleUp": {
  "policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}, {"type": "Pods", "value": @{step}, "periodSeconds": @{period}}]}}}}'
kubectl set resources deployment @{other} -n @{namespace} -c shipper --requests=cpu=10m
sleep 90
