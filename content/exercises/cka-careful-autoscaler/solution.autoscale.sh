# By command, then patched; two policies, of which the stricter one counts.
kubectl autoscale deployment @{app} -n @{namespace} --min=@{least} --max=@{most} --cpu=@{percent}%
kubectl patch hpa @{app} -n @{namespace} --type=merge -p '{"spec": {"behavior": {"scaleDown": {"stabilizationWindowSeconds": @{window}, "selectPolicy": "Min",
  "policies": [{"type": "Percent", "value": 50, "periodSeconds": @{period}}, {"type": "Pods", "value": 1, "periodSeconds": @{period}}]}}}}'
@{fault.other}
kubectl wait -n @{namespace} --for=condition=ScalingActive hpa/@{app} hpa/@{other} --timeout=240s
sleep 60
