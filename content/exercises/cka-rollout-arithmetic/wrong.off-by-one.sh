# fails: pace/stuck, back/as-then
# The default, and the revision before the last.
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": @{pace.surge}}}}}'
@{fault.resume}
kubectl rollout undo deployment/@{third} -n @{namespace}
sleep 30
