# fails: measures/metrics, container/main-only
# Memory as a share of the request; the other container is measured.
kubectl autoscale deployment @{app} -n @{namespace} --min=2 --max=@{most} --cpu=@{cpu}% --memory=80%
kubectl patch hpa @{other} -n @{namespace} --type=merge -p '{"spec": {"metrics": [{"type": "ContainerResource",
  "containerResource": {"container": "shipper", "name": "cpu", "target": {"type": "Utilization", "averageUtilization": @{target}}}}]}}'
sleep 60
