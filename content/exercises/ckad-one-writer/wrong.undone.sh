# fails: writer/updated, writer/next-time
kubectl rollout undo deployment/@{app} -n @{namespace}
kubectl patch deployment @{other} -n @{namespace} -p '{"spec":{"minReadySeconds":@{pace.ready}}}'
sleep 30
