# fails: measures/metrics, measures/works, pace/up
# One for each measure.
kubectl autoscale deployment @{app} -n @{namespace} --min=2 --max=@{most} --cpu=@{cpu}%
kubectl autoscale deployment @{app} -n @{namespace} --name=@{app}-memory --min=2 --max=@{most} --memory=@{memory}
kubectl patch hpa @{other} -n @{namespace} --type=merge -p '{"spec": {"scaleTargetRef": {"name": "@{app}"}}}'
sleep 60
