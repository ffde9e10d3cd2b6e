# fails: slow/window, slow/one-at-a-time
# The behaviour is that of scaling up.
kubectl autoscale deployment @{app} -n @{namespace} --min=@{least} --max=@{most} --cpu=@{percent}%
kubectl patch hpa @{app} -n @{namespace} --type=merge -p '{"spec": {"behavior": {"scaleUp": {"stabilizationWindowSeconds": @{window}, "policies": [{"type": "Pods", "value": 1, "periodSeconds": @{period}}]}}}}'
sleep 60
