# By command, then patched; the broken one is made anew; the stricter of two policies counts.
kubectl autoscale deployment @{app} -n @{namespace} --min=2 --max=@{most} --cpu=@{cpu}% --memory=@{memory}
kubectl patch hpa @{app} -n @{namespace} --type=merge -p '{"spec": {"behavior": {"scaleDown": {"selectPolicy": "Disabled"}, "scaleUp": {"stabilizationWindowSeconds": 0, "selectPolicy": "Min",
  "policies": [{"type": "Percent", "value": 200, "periodSeconds": @{period}}, {"type": "Pods", "value": @{step}, "periodSeconds": @{period}}]}}}}'
kubectl get hpa @{other} -n @{namespace} -o json |
  jq '.spec.metrics[0] = {type: "ContainerResource", containerResource: {container: "main", name: "cpu", target: {type: "Utilization", averageUtilization: @{target}}}}' | kubectl replace --force -f -
kubectl wait -n @{namespace} --for=condition=ScalingActive hpa/@{app} hpa/@{other} --timeout=240s
sleep 60
