kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"strategy": {"rollingUpdate": {"maxSurge": @{pace.surge}, "maxUnavailable": @{pace.unavailable}}}}}'
kubectl rollout pause deployment/@{second} -n @{namespace}
kubectl set image deployment/@{second} -n @{namespace} web=gcr.io/google-samples/hello-app:2.0
kubectl set env deployment/@{second} -n @{namespace} MODE=@{mode}
kubectl set resources deployment @{second} -n @{namespace} --requests=cpu=15m
kubectl rollout resume deployment/@{second} -n @{namespace}
@{fault.resume}
kubectl rollout undo deployment/@{third} -n @{namespace} --to-revision=@{back.n}
kubectl rollout status deployment/@{second} -n @{namespace} --timeout=60s
kubectl rollout status deployment/@{third} -n @{namespace} --timeout=60s
sleep 5
